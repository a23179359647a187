import { type ThemeConfig, theme } from 'antd';
import { useSyncExternalStore } from 'react';
import { usePreferences } from '../../ui/preferences.ts';

/**
 * The house's colours for Ant Design. Red is spent on two things only, the primary action and what is late,
 * so Ant Design's own red for mistakes in forms becomes a burnt amber here.
 */
export const lightColours = {
  paper: '#f7f5f0',
  surface: '#fffefb',
  raised: '#ffffff',
  sunken: '#f0ece4',
  line: '#e6e0d6',
  lineStrong: '#8d8474',
  ink: '#26211b',
  inkSoft: '#5b5348',
  inkFaint: '#6d6458',
  red: '#c4161c',
  mistake: '#9a4a08',
  mistakeWash: '#fbf0e6',
  good: '#2f6546',
  goodWash: '#ebf2ed',
  calm: '#2f5470',
  calmWash: '#eaf0f4',
  amber: '#7c5210',
  amberWash: '#f8f0df',
} as const;

export const darkColours: Record<keyof typeof lightColours, string> = {
  paper: '#191714',
  surface: '#211e1a',
  raised: '#2a2622',
  sunken: '#131110',
  line: '#3a352f',
  lineStrong: '#867d70',
  ink: '#ede7dd',
  inkSoft: '#c0b7a9',
  inkFaint: '#a69d8f',
  red: '#c4161c',
  mistake: '#f0a35e',
  mistakeWash: '#38281a',
  good: '#8cc7a3',
  goodWash: '#1f2c24',
  calm: '#9cc0dc',
  calmWash: '#1e2a33',
  amber: '#e2b56b',
  amberWash: '#33291a',
};

const fontFamily =
  "system-ui, -apple-system, 'PingFang SC', 'HarmonyOS Sans SC', 'MiSans', 'Microsoft YaHei', 'Source Han Sans SC', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

export function consoleTheme({
  dark,
  largeType,
  phone,
  still,
}: {
  dark: boolean;
  largeType: boolean;
  phone: boolean;
  /** Asked for no motion. */
  still: boolean;
}): ThemeConfig {
  const colours = dark ? darkColours : lightColours;
  const size = largeType ? 20 : 16;
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: colours.red,
      colorInfo: colours.calm,
      colorSuccess: colours.good,
      colorWarning: colours.amber,
      colorError: colours.mistake,
      colorInfoBg: colours.calmWash,
      colorInfoBorder: colours.line,
      colorSuccessBg: colours.goodWash,
      colorSuccessBorder: colours.line,
      colorWarningBg: colours.amberWash,
      colorWarningBorder: colours.amber,
      colorErrorBg: colours.mistakeWash,
      colorErrorBorder: colours.mistake,
      colorLink: colours.ink,
      // What Ant Design makes of it by itself can hardly be read in the dark.
      colorLinkHover: colours.inkSoft,
      colorLinkActive: colours.inkSoft,
      colorTextBase: colours.ink,
      colorText: colours.ink,
      colorTextSecondary: colours.inkSoft,
      colorTextTertiary: colours.inkFaint,
      colorTextDescription: colours.inkSoft,
      colorTextPlaceholder: colours.inkFaint,
      colorBgBase: colours.surface,
      colorBgLayout: colours.paper,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.raised,
      colorBorder: colours.lineStrong,
      colorBorderSecondary: colours.line,
      colorSplit: colours.line,
      fontFamily,
      fontSize: size,
      fontSizeSM: largeType ? 18 : 14,
      controlHeight: phone || largeType ? 46 : 38,
      controlHeightSM: phone || largeType ? 44 : 32,
      borderRadius: 6,
      wireframe: false,
      // Whoever works through forty cases must not wait for drawers to slide.
      motion: !still,
      motionDurationSlow: '0.16s',
      motionDurationMid: '0.12s',
      motionDurationFast: '0.08s',
      boxShadow: '0 2px 12px rgb(60 45 25 / 0.12)',
      boxShadowSecondary: '0 6px 28px rgb(60 45 25 / 0.16)',
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        // In the dark the colour of mistakes is a light one: white cannot be read on it.
        dangerColor: dark ? colours.paper : colours.raised,
        fontWeight: 500,
        defaultHoverColor: colours.ink,
        defaultHoverBorderColor: colours.ink,
        defaultActiveColor: colours.ink,
        defaultActiveBorderColor: colours.ink,
      },
      // A ticked box or a focused field is not the primary action: ink, not red.
      Checkbox: {
        colorPrimary: colours.calm,
        colorPrimaryHover: colours.calm,
        colorPrimaryBorder: colours.calm,
      },
      Radio: { colorPrimary: colours.calm, colorPrimaryHover: colours.calm },
      Input: { activeBorderColor: colours.calm, hoverBorderColor: colours.inkSoft, activeShadow: 'none' },
      InputNumber: {
        activeBorderColor: colours.calm,
        hoverBorderColor: colours.inkSoft,
        activeShadow: 'none',
      },
      Select: {
        activeBorderColor: colours.calm,
        hoverBorderColor: colours.inkSoft,
        activeOutlineColor: 'transparent',
        optionSelectedBg: colours.sunken,
        optionSelectedColor: colours.ink,
      },
      Switch: { colorPrimary: colours.calm, colorPrimaryHover: colours.calm },
      Segmented: { itemSelectedBg: colours.raised, trackBg: colours.sunken, itemColor: colours.inkSoft },
      Menu: { itemSelectedBg: colours.sunken, itemSelectedColor: colours.ink },
      Tabs: { inkBarColor: colours.ink, itemSelectedColor: colours.ink, itemHoverColor: colours.ink },
      DatePicker: { colorPrimary: colours.calm },
    },
  };
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
    () => false,
  );
}

export function useIsDark(): boolean {
  const { theme: chosen } = usePreferences();
  const system = useMedia('(prefers-color-scheme: dark)');
  return chosen === 'system' ? system : chosen === 'dark';
}

export function useIsStill(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)');
}

export function useIsPhone(): boolean {
  return useMedia('(max-width: 767px)');
}
