/** Which columns a list shows. Pure. */

interface Column {
  key: string;
  /** On phones the head of the card: it names the row, so it cannot be hidden. */
  card?: "title" | "tag" | "hidden";
  /** Only for whoever asks for it. */
  extra?: boolean;
}

export const fixed = (column: Column) => column.card === "title";

/** In the list's own order; a column that came with a later release shows by its own rule. */
export function shown<C extends Column>(all: readonly C[], chosen: readonly string[] | undefined): C[] {
  return all.filter((column) => fixed(column) || (chosen ? chosen.includes(column.key) : !column.extra));
}
