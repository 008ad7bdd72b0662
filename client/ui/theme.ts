import { createTheme, DEFAULT_THEME, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The one accent. Shade 8 carries white text at 6.0:1, shade 3 is legible on the dark ground. */
const pine: MantineColorsTuple = [
  '#eef7f3',
  '#dcede6',
  '#b8dacd',
  '#90c7b3',
  '#6cb39b',
  '#4fa087',
  '#368a72',
  '#297b65',
  '#1f6f5c',
  '#155243',
];

/** Greys with a little warmth, like paper. */
const gray: MantineColorsTuple = [
  '#faf8f5',
  '#f3f0ea',
  '#e8e4dc',
  '#dbd6cc',
  '#c6c0b4',
  '#a39d92',
  '#7d776d',
  '#5f5a52',
  '#403d37',
  '#262420',
];

/** From text (0) to the deepest ground (9) of the dark scheme: neutral with a breath of green. */
const dark: MantineColorsTuple = [
  '#d9dbd7',
  '#bcc0bb',
  '#9ba19b',
  '#6f7671',
  '#434a46',
  '#383e3b',
  '#2a2f2d',
  '#1f2322',
  '#171a19',
  '#101211',
];

/** Mantine's colours whose two deepest shades, those of fills and of text on a tint, are too light for WCAG AA. */
const deepened = {
  orange: deepen('orange', '#b54708', '#93370d'),
  yellow: deepen('yellow', '#8a6100', '#6b4a00'),
  green: deepen('green', '#237032', '#1b5a28'),
  teal: deepen('teal', '#08705a', '#065845'),
  cyan: deepen('cyan', '#0a6f80', '#085a68'),
  red: deepen('red', '#c42525', '#a61e1e'),
};

const fontFamily =
  '-apple-system, "Segoe UI", Roboto, "Latin marks", "PingFang SC", "HarmonyOS Sans SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

/** Type, colour and shape of the whole interface. Inputs and buttons are 44 px high: fingers, and no zooming on phones. */
export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 8 },
  colors: { pine, gray, dark, ...deepened },
  black: '#262420',
  fontFamily,
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  lineHeights: { xs: '1.5', sm: '1.6', md: '1.7', lg: '1.7', xl: '1.6' },
  headings: {
    fontFamily,
    fontWeight: '600',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.35' },
      h2: { fontSize: '1.3125rem', lineHeight: '1.45' },
      h3: { fontSize: '1.125rem', lineHeight: '1.5' },
      h4: { fontSize: '1.0625rem', lineHeight: '1.5' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Plain objects rather than `Button.extend(…)`, which would put every component named here into the first load.
  components: {
    Anchor: { defaultProps: { underline: 'hover' } },
    Button: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
    InputWrapper: { styles: { label: { marginBottom: 4 }, description: { marginBottom: 4 } } },
    // In a portal a menu would stand outside of all landmarks.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false, shadow: 'md' } },
    // A dialog's `header` element would count as a second banner of the page.
    Modal: {
      styles: { title: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)', lineHeight: 1.4 } },
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        centered: true,
        radius: 'lg',
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.4 },
      },
    },
    NativeSelect: { defaultProps: { size: 'md' } },
    Paper: { defaultProps: { radius: 'lg' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Select: { defaultProps: { size: 'md', checkIconPosition: 'right' } },
    Textarea: { defaultProps: { size: 'md', autosize: true, minRows: 3 } },
    TextInput: { defaultProps: { size: 'md' } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});

/**
 * Colours that Mantine's defaults leave below WCAG AA on our grounds, and our own: `--tongke-ground` lies behind everything,
 * `--tongke-line` is the hairline around cards, `--tongke-soft` the tint of a chosen thing.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--tongke-ground': '#f7f5f0',
    '--tongke-line': '#e6e1d8',
    '--tongke-soft': pine[0],
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': gray[7],
    '--mantine-color-placeholder': '#726c63',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': pine[8],
    '--mantine-color-default-border': '#d3cdc2',
  },
  dark: {
    '--tongke-ground': dark[8],
    '--tongke-line': '#2f3533',
    '--tongke-soft': '#1d2f2a',
    '--mantine-color-body': dark[7],
    '--mantine-color-dimmed': '#a5aba6',
    '--mantine-color-placeholder': '#9aa09b',
    '--mantine-color-error': '#ff9b90',
    '--mantine-color-anchor': pine[3],
    '--mantine-color-default-border': '#434a46',
  },
});

function deepen(name: 'orange' | 'yellow' | 'green' | 'teal' | 'cyan' | 'red', fill: string, text: string): MantineColorsTuple {
  const [a, b, c, d, e, f, g, h] = DEFAULT_THEME.colors[name];
  return [a, b, c, d, e, f, g, h, fill, text];
}
