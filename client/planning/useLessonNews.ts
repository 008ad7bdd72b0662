import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { getLesson, lessonEvents, listLessons } from '../../shared/planning.ts';
import { onPush, onSocketOpen } from '../connection/socket.ts';
import { answerKey } from '../connection/useAnswer.ts';

/** Lessons on any page are read again as soon as somebody changes their card, state, people or taken parts, and after a lost line. */
export function useLessonNews(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const refresh = (lessonId?: string) => {
      void queries.invalidateQueries({ queryKey: answerKey(listLessons) });
      const one = lessonId === undefined ? answerKey(getLesson) : answerKey(getLesson, { params: { lessonId } });
      void queries.invalidateQueries({ queryKey: one });
    };
    const offs = [onPush(lessonEvents, 'lesson:changed', ({ lessonId }) => refresh(lessonId)), onSocketOpen(() => refresh())];
    return () => offs.forEach((off) => off());
  }, [queries]);
}
