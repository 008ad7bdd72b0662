import classes from './Hills.module.css';

/** Layered hills at the foot of the pages before the door: the school beyond the mountains. Decoration only. */
export function Hills() {
  return (
    <svg className={classes.hills} viewBox="0 0 1440 260" preserveAspectRatio="xMidYMax slice" aria-hidden>
      <circle className={classes.sun} cx="1318" cy="52" r="34" />
      <path
        className={classes.far}
        d="M0 150c120-40 210-62 330-30 90 24 150 6 250-34s190-42 300 6 170 44 270 14 190-30 290 12v142H0z"
      />
      <path className={classes.middle} d="M0 196c150-36 240-24 360 4s220-8 330-38 210-14 320 20 260 26 430-20v98H0z" />
      <path className={classes.near} d="M0 232c210-34 400-26 620-4s470 22 820-22v54H0z" />
    </svg>
  );
}
