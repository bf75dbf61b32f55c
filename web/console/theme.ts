import type { ThemeConfig } from 'antd';

/** Quiet greys and one teal; secondary texts dark enough for 4.5 : 1 on every ground used here.
 *
 * Nothing moves for those who asked their system for that.
 */
export const newTheme = (): ThemeConfig => ({
  token: {
    motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    colorPrimary: '#0f6b6b',
    colorInfo: '#0f6b6b',
    colorLink: '#0f6b6b',
    colorSuccess: '#1b7a3d',
    colorWarning: '#9a5b00',
    colorError: '#b3261e',
    colorText: '#1d2527',
    colorTextSecondary: '#4a5558',
    colorTextTertiary: '#556063',
    colorTextDescription: '#4a5558',
    colorTextPlaceholder: '#657074',
    colorTextDisabled: '#657074',
    colorBorder: '#c9d1d3',
    borderRadius: 6,
    fontFamily:
      "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Segoe UI', sans-serif",
  },
});
