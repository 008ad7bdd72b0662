import type { PanelTab } from './Panel.tsx';
import type { stepWords } from './stepWords.ts';
import type { ToolBar } from './tools/ToolButtons.tsx';
import type { InClass } from './useClassRoom.ts';
import type { Steps } from './useSteps.ts';
import type { words } from './words.ts';

/** A key that does something together with Alt; it is listed even while there is nothing for it to do. */
export interface Shortcut {
  /** A letter, as printed on the key. */
  letter: string;
  label: string;
  run: (() => void) | undefined;
}

interface Means {
  inClass: InClass;
  steps: Steps;
  toolBar: ToolBar;
  showTab: (tab: PanelTab) => void;
  say: (key: keyof typeof words.zh) => string;
  ofStep: (key: keyof typeof stepWords.zh) => string;
}

/** Every key of the class for this person, in the order of the list of keys. */
export function shortcutsOf({ inClass, steps, toolBar, showTab, say, ofStep }: Means): Shortcut[] {
  const { presence, view } = inClass;
  const { sources, step } = view.self.may;
  const own = [
    { letter: 'M', source: 'microphone', label: say('control.microphone'), run: () => presence?.toggleMicrophone() },
    { letter: 'V', source: 'camera', label: say('control.camera'), run: () => presence?.toggleCamera() },
    { letter: 'S', source: 'screen', label: say('control.screen'), run: () => void presence?.toggleScreen() },
  ] as const;
  return [
    ...own.flatMap(({ source, ...shortcut }) => (sources.includes(source) ? [shortcut] : [])),
    ...(step ? [{ letter: 'N', label: ofStep('step.forward'), run: steps.forward }] : []),
    ...(step ? [{ letter: 'P', label: ofStep('step.back'), run: steps.back }] : []),
    { letter: 'R', label: say('tab.steps'), run: () => showTab('steps') },
    { letter: 'C', label: say('tab.chat'), run: () => showTab('chat') },
    { letter: 'G', label: say('tab.people'), run: () => showTab('people') },
    ...toolBar.tools.flatMap((tool) =>
      tool.letter === undefined ? [] : [{ letter: tool.letter, label: tool.label, run: () => toolBar.use(tool) }],
    ),
  ];
}
