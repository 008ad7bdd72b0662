import type { Editor, NodeViewRenderer } from '@tiptap/core';
import type { NodeView } from '@tiptap/pm/view';
import { startStepComment } from '../../feedback/composer.ts';
import { translate } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { dragStep } from './dragStep.ts';
import { drawIcon, type IconName } from './icons.ts';
import { element } from './inserts/element.ts';
import classes from './planParts.module.css';
import { followPlanSettings, type PlanSettings } from './PlanSettings.tsx';
import { drawStepFacts, readStep } from './stepFacts.ts';
import { requestMove } from './stepMoves.ts';
import { copyStep, deletePart } from './structure.ts';
import { drawTakeMark } from './takeMark.ts';
import { openTool } from './tools/toolRequests.ts';

const say = (key: keyof typeof planWords.zh, fill?: Record<string, string>) => translate(planWords, key, fill);

/**
 * A dual-teacher step: a row of 教学过程 where there is room, and a card on a phone. Plain elements, which are touched only where
 * something is other than it was: a plan may have hundreds of steps, and any of them is drawn again with every character in it.
 */
export const stepView: NodeViewRenderer = ({ node: first, editor, getPos }) => {
  let node = first;
  let settings: PlanSettings | null = null;
  let tools = '';
  const { id } = readStep(first);
  const mark = drawTakeMark();
  const facts = drawStepFacts((name, value) => {
    const position = getPos();
    if (position !== undefined) editor.view.dispatch(editor.state.tr.setNodeAttribute(position, name, value));
  });
  const bar = element('div', { class: classes['stepBar'], contenteditable: 'false' });
  const contentDOM = element('div');
  const fields = element('div', { class: classes['stepFields'] }, contentDOM);
  const step = element(
    'div',
    { class: classes['step'], role: 'group', 'data-anchor': id, 'data-part': 'lessonStep' },
    bar,
    facts.dom,
    fields,
  );
  // It counts the step: what may be left undrawn while it is out of sight keeps its counters to itself.
  const dom = element('div', { class: classes['stepPlace'] }, step);

  const show = () => {
    const written = node.firstChild?.textContent.trim() ?? '';
    const name = written === '' ? say('step.unnamed') : written;
    const label = say('step.group', { name });
    if (step.ariaLabel !== label) step.ariaLabel = label;
    if (settings === null) return;
    const { editable, lesson } = settings;
    const wanted = `${editable} ${lesson.rights.comment}`;
    if (wanted !== tools) {
      tools = wanted;
      const number = element('span', { class: classes['stepNumber'] });
      const buttons = element('div', { class: classes['stepTools'] }, ...drawTools(editor, id, settings));
      bar.replaceChildren(...(editable ? [drawGrip(editor, id)] : []), number, mark.dom, buttons);
    }
    mark.show(settings, id, name);
    facts.show(node, settings);
  };
  show();
  const stop = followPlanSettings(editor, (now) => {
    settings = now;
    show();
  });

  const inBars = (target: EventTarget | null): target is Element =>
    target instanceof Element && (bar.contains(target) || facts.dom.contains(target));
  const view: NodeView = {
    dom,
    contentDOM,
    update: (next) => {
      if (next.type !== node.type || readStep(next).id !== id) return false;
      node = next;
      show();
      return true;
    },
    // Fields and buttons are the browser's. What is selected around them is copied as part of the plan.
    stopEvent: ({ target, type }) =>
      inBars(target) && (target.closest('a, button, input, select') !== null || !/^(copy|cut|paste|drag|drop)/.test(type)),
    ignoreMutation: ({ type, target }) => type !== 'selection' && !contentDOM.contains(target),
    destroy: stop,
  };
  return view;
};

/** The handle that drags a step. The arrows beside it do the same for the keyboard. */
function drawGrip(editor: Editor, id: string): HTMLElement {
  const grip = element(
    'span',
    { class: classes['grip'], title: say('step.drag'), 'aria-hidden': 'true' },
    drawIcon('grip', 18, 1.7),
  );
  grip.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    dragStep(editor, id, event);
  });
  return grip;
}

function drawTools(editor: Editor, id: string, { lesson, editable }: PlanSettings): HTMLElement[] {
  const askToDelete = (event: Event) =>
    openTool(editor, {
      name: 'delete',
      button: event.currentTarget as HTMLElement,
      question: say('step.delete.ask'),
      run: () => deletePart(editor, id),
    });
  return [
    ...(lesson.rights.comment ? [drawTool('comment', 'step.comment', () => startStepComment(editor, id))] : []),
    ...(editable
      ? [
          drawTool('up', 'step.up', () => requestMove(editor, id, { by: -1 }), { 'data-move': '-1' }),
          drawTool('down', 'step.down', () => requestMove(editor, id, { by: 1 }), { 'data-move': '1' }),
          drawTool('copy', 'step.copy', () => copyStep(editor, id)),
          drawTool('delete', 'step.delete', askToDelete, { 'aria-haspopup': 'dialog', 'aria-expanded': 'false' }),
        ]
      : []),
  ];
}

function drawTool(
  icon: IconName,
  label: keyof typeof planWords.zh,
  run: (event: Event) => void,
  attributes: Record<string, string> = {},
): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: classes['tool'], 'aria-label': say(label), title: say(label), ...attributes },
    drawIcon(icon, 18, 1.7),
  );
  button.addEventListener('click', run);
  return button;
}
