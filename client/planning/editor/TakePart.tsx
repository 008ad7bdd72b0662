import { useLayoutEffect, useRef, useState } from 'react';
import { usePlanSettings } from './PlanSettings.tsx';
import classes from './planParts.module.css';
import { drawTakeMark } from './takeMark.ts';

/** Who writes a section or the analysis of a class, and the way to take it on: the mark that steps have, for views in React. */
export function TakePart({ part, name }: { part: string; name: string }) {
  const settings = usePlanSettings();
  const place = useRef<HTMLSpanElement>(null);
  const [mark] = useState(drawTakeMark);
  useLayoutEffect(() => place.current?.append(mark.dom), [mark]);
  useLayoutEffect(() => mark.show(settings, part, name), [mark, settings, part, name]);
  return <span className={classes['takeMark']} ref={place} />;
}
