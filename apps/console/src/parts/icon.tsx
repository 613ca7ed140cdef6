/** The page's own small drawings, on a grid of 16; strokes take the colour of the text around them. */
const paths = {
  pass: "M3.5 8.5l3 3 6-7",
  fail: "M4 4l8 8M12 4l-8 8",
  unknown: "M5.8 6.1a2.2 2.2 0 114 1.3c-.6.7-1.6 1-1.7 2.1M8 12.2v.1",
  absent: "M4 8h8",
  waiting: "M8 4.2V8l2.4 1.6",
  clock: "M8 13.5a5.5 5.5 0 100-11 5.5 5.5 0 000 11zM8 5v3.2l2.1 1.3",
  warning: "M8 4.6v4.2M8 11.3v.1",
  info: "M8 7.4v4M8 4.7v.1",
  next: "M6 3.5L10.5 8 6 12.5",
  back: "M10 3.5L5.5 8l4.5 4.5",
  down: "M3.5 6L8 10.5 12.5 6",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  close: "M4 4l8 8M12 4l-8 8",
  copy: "M5.5 5.5v-2a1 1 0 011-1h6a1 1 0 011 1v6a1 1 0 01-1 1h-2M3.5 5.5h6a1 1 0 011 1v6a1 1 0 01-1 1h-6a1 1 0 01-1-1v-6a1 1 0 011-1z",
  requests: "M2.5 5.5h11M4.5 3v10.5M11.5 3v10.5M8 9.2v.1",
  machines: "M3 3.5h10v4H3zM3 8.5h10v4H3zM5.3 5.5h.1M5.3 10.5h.1",
  policies: "M4 2.5h5.5L12.5 5.5v8H4zM6.3 7.5h4M6.3 10.2h4",
  receipts: "M4 2.5h8v11l-2-1.3-2 1.3-2-1.3-2 1.3zM6.3 5.5h3.4M6.3 8.2h3.4",
  gaps: "M2.8 12.8L8 3.2l5.2 9.6H9.4M6.6 12.8H2.8",
  people:
    "M6 7.5a2.2 2.2 0 100-4.4 2.2 2.2 0 000 4.4zM2.2 13c.2-2.4 1.7-3.6 3.8-3.6s3.6 1.2 3.8 3.6M10.8 3.4a2.2 2.2 0 010 4M11.6 9.6c1.3.4 2.1 1.5 2.2 3.4",
  settings: "M2.5 5h6M12.5 5h1M2.5 11h1M7.5 11h6M10.5 3.3v3.4M5.5 9.3v3.4",
  key: "M9.8 8.2a2.9 2.9 0 10-2-2L2.7 11.3v2h2.2v-1.6h1.6V10z",
  device: "M2.5 3.5h11v7h-11zM6 13h4M8 10.5V13",
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside a word that says the same, so it is silent. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
