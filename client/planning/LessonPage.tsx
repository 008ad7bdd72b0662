import { useParams } from 'react-router';
import { getLesson } from '../../shared/planning.ts';
import { useAnswer } from '../connection/useAnswer.ts';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import { LessonView } from './LessonView.tsx';
import { words } from './words.ts';

/** One lesson: its plan, live, with its people, its state, and the feedback on it. */
export function LessonPage() {
  const t = useWords(words);
  const { lessonId = '' } = useParams();
  const lesson = useAnswer(getLesson, { params: { lessonId } });
  // What is open stays open while the server cannot be reached.
  if (lesson.data !== undefined) return <LessonView key={lesson.data.id} lesson={lesson.data} />;
  if (lesson.isPending) return <Loading />;
  return (
    <Page title={t('lessons.title')}>
      <Failure error={lesson.error} retry={lesson.refetch} />
    </Page>
  );
}
