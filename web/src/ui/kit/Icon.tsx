/** Our own line icons, drawn on a 24-grid with one stroke. Always beside words or a label, never alone in meaning. */
const paths = {
  home: 'M4 11.2 12 4l8 7.2M6.2 9.6V20h11.6V9.6M10 20v-5.4h4V20',
  camera: 'M4 8h3.2l1.6-2.5h6.4L16.8 8H20v11H4zM12 10a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8z',
  list: 'M5 4.5h14v15H5zM8.5 9h7M8.5 12.5h7M8.5 16h4',
  bell: 'M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5M4.5 16.5h15M10.2 19.5h3.6M12 3.5v2',
  person: 'M12 4.2a3.9 3.9 0 1 0 0 7.8 3.9 3.9 0 0 0 0-7.8zM4.5 20c.7-3.8 3.6-5.6 7.5-5.6s6.8 1.8 7.5 5.6',
  back: 'M14.5 5 7.5 12l7 7',
  forward: 'm9.5 5 7 7-7 7',
  down: 'm5 9.5 7 7 7-7',
  close: 'm6 6 12 12M18 6 6 18',
  place:
    'M12 21c-4.3-4.7-6.5-8.1-6.5-11a6.5 6.5 0 0 1 13 0c0 2.9-2.2 6.3-6.5 11zM12 7.8a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z',
  target: 'M12 6.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM12 3v3.5M12 17.5V21M3 12h3.5M17.5 12H21',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 7.8V12l3 2.2',
  pause: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM10 9v6M14 9v6',
  check: 'm5 12.8 4.6 4.6L19.2 7.5',
  warning: 'M12 4.5 21 20H3zM12 10v4.5M12 17.2v.1',
  info: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8v.1',
  offline:
    'M4 4l16 16M7.2 14.8a7 7 0 0 1 6.8-1.6M4.3 11.3a11 11 0 0 1 4-2.4M19.7 11.3a11 11 0 0 0-6.9-3.3M16.8 14.8l-.9-.7M12 18.5v.1',
  waiting: 'M7 3.5h10M7 20.5h10M8 3.5c0 5 3 6 4 8.5 1-2.5 4-3.5 4-8.5M8 20.5c0-5 3-6 4-8.5 1 2.5 4 3.5 4 8.5',
  phone:
    'M6 4h3.5l1.5 4-2 1.6a12 12 0 0 0 5.4 5.4l1.6-2 4 1.5V18c0 1.1-.9 2-2 2C11 19.5 4.5 13 4 6c0-1.1.9-2 2-2z',
  people:
    'M9 5.5a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM3 19c.4-3.3 2.7-5 6-5s5.6 1.7 6 5M15.5 6a3 3 0 0 1 0 5.6M17 14.3c2.3.5 3.7 2.1 4 4.7',
  speaker: 'M4.5 9.5v5H8l4.5 4v-13L8 9.5zM15.8 9a4.2 4.2 0 0 1 0 6M18.3 6.5a7.8 7.8 0 0 1 0 11',
  stop: 'M7 7h10v10H7z',
  type: 'M3.5 18.5 8.5 6l5 12.5M5.2 14.5h6.6M14.5 18.5l3-7.5 3 7.5M15.6 16h3.8',
  search: 'M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5',
  plus: 'M12 5v14M5 12h14',
  bin: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  redo: 'M19 12a7 7 0 1 1-2.2-5.1M19.5 4v4h-4',
  eye: 'M2.5 12C4.5 7.8 8 5.8 12 5.8s7.5 2 9.5 6.2c-2 4.2-5.5 6.2-9.5 6.2S4.5 16.2 2.5 12zM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z',
  steps: 'M4 20h5v-5h5v-5h5V5M4 20v-5',
  leave: 'M10 4.5H5v15h5M14 8l4.5 4-4.5 4M18 12H9.5',
  qr: 'M4.5 4.5h6v6h-6zM13.5 4.5h6v6h-6zM4.5 13.5h6v6h-6zM13.5 13.5h2.5v2.5M19.5 13.5v6h-6v-2.5',
  pencil: 'M5 19l1-4L16.5 4.5l3 3L9 18zM14 7l3 3',
  globe:
    'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM4 12h16M12 4c2.3 2.2 3.4 4.9 3.4 8s-1.1 5.8-3.4 8c-2.3-2.2-3.4-4.9-3.4-8S9.7 6.2 12 4z',
  heart: 'M12 19.5C6.5 15.5 4 12.6 4 9.5a4 4 0 0 1 8-1.1 4 4 0 0 1 8 1.1c0 3.1-2.5 6-8 10z',
  cart: 'M5 5h14l-1.5 9h-11zM8 18.5v.1M16 18.5v.1M9 9h6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
