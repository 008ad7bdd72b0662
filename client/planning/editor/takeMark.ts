import { personColour } from '../../ui/people.ts';
import { translate } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { drawIcon } from './icons.ts';
import { element } from './inserts/element.ts';
import classes from './planParts.module.css';
import type { PlanSettings } from './PlanSettings.tsx';

/** Says who writes a part, as plain elements: a plan has one of it for each of its steps. */
export interface TakeMark {
  dom: HTMLElement;
  /** Shows who writes the part `part`, which is called `name`. */
  show: (settings: PlanSettings, part: string, name: string) => void;
}

const say = (key: keyof typeof planWords.zh, name = '') => translate(planWords, key, { name });

/** Who writes a section, a step or the analysis of a class; and for those who plan, the way to take it on and to give it back. */
export function drawTakeMark(): TakeMark {
  const dom = element('span', { class: classes['takeMark'] });
  let drawn = '';
  let rename: (name: string) => void = () => undefined;
  return {
    dom,
    show: (settings, part, name) => {
      const { lesson, taken, editable, me } = settings;
      const holder = taken.find((one) => one.part === part)?.person;
      const mine = holder?.id === me;
      const wanted = JSON.stringify([part, holder, editable, lesson.rights.manage]);
      if (wanted !== drawn) {
        drawn = wanted;
        rename = () => undefined;
        dom.replaceChildren();
        if (holder !== undefined) {
          const dot = element('span', { class: classes['takenDot'], 'aria-hidden': 'true' });
          dot.style.background = personColour(holder);
          dom.append(element('span', { class: classes['taken'] }, dot, mine ? say('take.mine') : say('take.by', holder.name)));
          if (mine || lesson.rights.manage) addButton('take.release', classes['release'], () => settings.release(part));
        } else if (editable) addButton('take.label', classes['take'], () => settings.take(part));
      }
      rename(name);
    },
  };

  function addButton(label: 'take.label' | 'take.release', className: string | undefined, run: () => Promise<unknown>): void {
    const released = label === 'take.release';
    const button = element('button', { type: 'button', class: className }, drawIcon(released ? 'cross' : 'pencil', 15, 2));
    if (!released) button.append(` ${say('take')}`);
    (dom.firstElementChild ?? dom).append(button);
    button.addEventListener('click', () => {
      button.disabled = true;
      // What came of it is seen on the part itself.
      void run()
        .catch(() => undefined)
        .finally(() => (button.disabled = false));
    });
    rename = (name) => {
      const text = say(label, name);
      button.setAttribute('aria-label', text);
      if (released) button.title = text;
    };
  }
}
