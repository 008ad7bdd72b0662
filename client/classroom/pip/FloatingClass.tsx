import { createPortal } from 'react-dom';
import { useWords } from '../../ui/words.ts';
import { RemoteVideo } from '../RemoteVideo.tsx';
import { stepWords } from '../stepWords.ts';
import { StepTimer } from '../StepTimer.tsx';
import type { InClass } from '../useClassRoom.ts';
import type { Steps } from '../useSteps.ts';
import { words as classWords } from '../words.ts';
import classes from './Floating.module.css';
import { words } from './words.ts';

/** What the small window shows: the large picture, the step with its time, and the microphone. */
export function FloatingClass({ opened, inClass, steps }: { opened: Window; inClass: InClass; steps: Steps }) {
  const t = useWords(words);
  const say = useWords(classWords);
  const ofStep = useWords(stepWords);
  const { visit, view, presence, now, arrangement } = inClass;
  const { large } = arrangement;
  const picture = large?.kind === 'picture' ? large.picture : arrangement.small[0];
  const track =
    picture === undefined
      ? null
      : (visit.media.remote.find(
          ({ participantId, source }) => participantId === picture.participant.id && source === picture.source,
        )?.track ?? null);
  const heard = presence !== null && presence.local.microphone.track !== null && !presence.muted;
  return createPortal(
    <main className={classes.window}>
      <div className={classes.picture}>
        {picture === undefined || picture.participant.id === view.self.participantId ? (
          <p className={classes.nobody}>{say('room.alone')}</p>
        ) : (
          <>
            <RemoteVideo key={picture.key} track={track} label={picture.participant.person.name} whole />
            <span className={classes.name}>{picture.participant.person.name}</span>
          </>
        )}
      </div>
      <div className={classes.step}>
        <div className={classes.words}>
          <h1 className={classes.title}>
            {steps.now === undefined ? ofStep('step.none') : steps.now.name || ofStep('step.unnamed')}
          </h1>
          {steps.now !== undefined && <StepTimer step={steps.now} view={view} now={now} />}
        </div>
        {view.self.may.sources.includes('microphone') && (
          <button type="button" className={classes.microphone} aria-pressed={heard} onClick={() => presence?.toggleMicrophone()}>
            {t(heard ? 'float.heard' : 'float.muted')}
          </button>
        )}
      </div>
    </main>,
    opened.document.body,
  );
}
