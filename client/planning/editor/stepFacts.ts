import type { Node } from '@tiptap/pm/model';
import { floors, type Floor } from '../../../shared/planDocument.ts';
import { translate } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import { element } from './inserts/element.ts';
import classes from './planParts.module.css';
import type { PlanSettings } from './PlanSettings.tsx';

/** What is known of a step beside its words. `minutes` is null while nobody has said how long it takes. */
export interface StepFacts {
  id: string;
  minutes: number | null;
  floor: Floor;
}

export function readStep({ attrs }: Node): StepFacts {
  const minutes = Number(attrs['minutes']);
  return {
    id: String(attrs['id']),
    minutes: Number.isFinite(minutes) && minutes > 0 ? minutes : null,
    floor: floors.find((floor) => floor === attrs['floor']) ?? 'lead',
  };
}

/** The longest that a step may take, in minutes. */
const longest = 600;

const say = (key: keyof typeof planWords.zh, fill?: Record<string, string | number>) => translate(planWords, key, fill);

/**
 * How long a step takes and who holds the floor, to be changed where one writes and read elsewhere; and how long it took when it was
 * taught. As plain elements.
 */
export function drawStepFacts(change: (name: 'minutes' | 'floor', value: number | string | null) => void) {
  const planned = element('div', { class: classes['stepPlanned'] });
  const dom = element('div', { class: classes['stepTime'], contenteditable: 'false' }, planned);
  const taught = drawTaught(dom);
  let draw: ((facts: StepFacts) => void) | null = null;
  let drawnEditable: boolean | null = null;
  return {
    dom,
    show: (node: Node, settings: PlanSettings) => {
      const { editable } = settings;
      const facts = readStep(node);
      if (editable !== drawnEditable) draw = editable ? drawFields(planned, change) : drawText(planned);
      drawnEditable = editable;
      draw?.(facts);
      taught(facts.id, settings);
    },
  };
}

/** How long a step took the last time it was taught, with the way to that class. */
function drawTaught(dom: HTMLElement) {
  const link = element('a', { class: classes['stepActual'] });
  let visit: PlanSettings['visit'] = () => undefined;
  link.addEventListener('click', (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    visit(link.getAttribute('href') ?? '');
  });
  return (id: string, settings: PlanSettings) => {
    visit = settings.visit;
    const time = settings.taught(id);
    if (time === null) {
      link.remove();
      return;
    }
    if (link.parentElement !== dom) dom.append(link);
    if (link.textContent !== time.last) link.textContent = time.last;
    link.title = time.all;
    link.setAttribute('href', time.address);
  };
}

function drawFields(dom: HTMLElement, change: (name: 'minutes' | 'floor', value: number | string | null) => void) {
  const minutes = element('input', { type: 'number', inputmode: 'numeric', min: '1', max: String(longest) });
  const floor = element('select', { class: classes['floor'], 'aria-label': say('floor.label') });
  floor.append(...floors.map((each) => element('option', { value: each }, say(`floor.${each}`))));
  minutes.addEventListener('input', () => change('minutes', toMinutes(minutes.value)));
  floor.addEventListener('change', () => change('floor', floor.value));
  dom.replaceChildren(element('label', { class: classes['minutes'] }, minutes, element('span', {}, say('step.minutes'))), floor);
  return (facts: StepFacts) => {
    // What is being typed stays as it is typed while it says the same.
    const typed = minutes.value === '' ? null : Number(minutes.value);
    if (typed !== facts.minutes) minutes.value = String(facts.minutes ?? '');
    if (floor.value !== facts.floor) floor.value = facts.floor;
  };
}

function drawText(dom: HTMLElement) {
  const text = element('span', { class: classes['stepFacts'] });
  dom.replaceChildren(text);
  return ({ minutes, floor }: StepFacts) => {
    text.textContent = `${minutes === null ? say('step.noMinutes') : say('step.minutesOf', { count: minutes })} · ${say(`floor.${floor}`)}`;
  };
}

function toMinutes(typed: string): number | null {
  const minutes = Math.round(Number(typed));
  return Number.isFinite(minutes) && minutes > 0 ? Math.min(minutes, longest) : null;
}
