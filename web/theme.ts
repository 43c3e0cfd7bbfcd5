import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Lapis lazuli: the one accent colour. */
const lapis: MantineColorsTuple = [
  '#edf2fd',
  '#d8e1f7',
  '#aec1f0',
  '#809fe9',
  '#5b83e3',
  '#4571e0',
  '#2f5fd0',
  '#2752b8',
  '#2149a5',
  '#163f92',
];

/** Of the dark scheme, from text to ground: a little blue in every grey, like the panels of the style sheet. */
const dark: MantineColorsTuple = [
  '#dfe2e8',
  '#c3c8d1',
  '#9aa1ab',
  '#828a96',
  '#3a404b',
  '#2f343d',
  '#22252c',
  '#1b1d22',
  '#16181c',
  '#101215',
];

export const theme = createTheme({
  colors: { lapis, dark },
  primaryColor: 'lapis',
  primaryShade: 6,
  defaultRadius: 'sm',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm', fz: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true, fz: 'xs' } },
    // Keys pressed while a dialog fades away would be lost: it goes at once.
    Modal: {
      defaultProps: {
        centered: true,
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 0 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
    Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 500, radius: 'sm' } },
  },
});
