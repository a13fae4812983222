import { createTheme, type MantineColorSchemeManager, type VariantColorsResolver } from '@mantine/core';

/**
 * Mantine's components in our own colours. All values are custom properties of `tokens.css`: the content security
 * policy allows no style element, so nothing is generated in the browser.
 */
export const theme = createTheme({
  variantColorResolver: colours(),
  defaultRadius: 'sm',
  focusRing: 'auto',
  respectReducedMotion: true,
});

/** Light or dark as the system says; nothing is stored. */
export const followSystem: MantineColorSchemeManager = {
  get: () => 'auto',
  set: () => {},
  subscribe: () => {},
  unsubscribe: () => {},
  clear: () => {},
};

function colours(): VariantColorsResolver {
  return ({ variant, color }) => {
    const name = color === 'danger' ? 'danger' : 'accent';
    switch (variant) {
      case 'filled':
        return {
          background: `var(--kt-${name}-fill)`,
          hover: `var(--kt-${name}-fill-hover)`,
          color: `var(--kt-on-${name})`,
          border: '1px solid transparent',
        };
      case 'subtle':
        return {
          background: 'transparent',
          hover: 'var(--kt-hover)',
          color: `var(--kt-${name})`,
          border: '1px solid transparent',
        };
      default:
        return {
          background: 'var(--kt-surface)',
          hover: 'var(--kt-hover)',
          color: color === 'danger' ? 'var(--kt-danger)' : 'var(--kt-text)',
          border: '1px solid var(--kt-line-strong)',
        };
    }
  };
}
