/** Every symbol of icons.svg; a test compares the two. */
export const iconNames = [
  "archive", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "arrow-up-down", "badge-check",
  "bell", "bookmark", "bookmark-filled", "briefcase", "building-2", "calendar", "calendar-clock",
  "camera", "chart-column", "check", "chevron-down", "chevron-left", "chevron-right", "chevron-up",
  "circle", "circle-alert", "circle-check", "circle-dot", "circle-help", "circle-minus", "circle-x",
  "clock", "columns-3", "copy", "download", "ellipsis", "ellipsis-vertical", "external-link",
  "file-text", "file-x", "fingerprint", "graduation-cap", "history", "hourglass", "house", "info",
  "kanban", "keyboard", "languages", "list", "list-checks", "list-filter", "loader-circle", "lock",
  "log-out", "mail", "mail-open", "megaphone", "message-circle", "message-square", "mic", "minus",
  "monitor", "moon", "notebook-pen", "pause", "pencil", "plus", "printer", "rotate-ccw", "search",
  "send", "sliders-horizontal", "square-pen", "sun", "table", "trash-2", "triangle-alert", "undo-2",
  "upload", "user", "user-check", "users", "wifi-off", "x",
] as const;
export type IconName = (typeof iconNames)[number];
