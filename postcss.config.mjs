/** What Mantine's CSS helpers (`rem()`, `light-dark()`, breakpoints, mixins) in our CSS modules need. */
export default {
  plugins: {
    'postcss-preset-mantine': {
      mixins: {
        // Words for those who listen: hidden from the eye, read by a screen reader.
        'heard-only': {
          position: 'absolute',
          width: '1px',
          height: '1px',
          overflow: 'hidden',
          clipPath: 'inset(50%)',
          whiteSpace: 'nowrap',
        },
      },
    },
    'postcss-simple-vars': {
      variables: {
        'mantine-breakpoint-xs': '36em',
        'mantine-breakpoint-sm': '48em',
        'mantine-breakpoint-md': '62em',
        'mantine-breakpoint-lg': '75em',
        'mantine-breakpoint-xl': '88em',
      },
    },
  },
};
