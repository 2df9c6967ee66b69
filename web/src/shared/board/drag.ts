import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";

interface Handlers {
  /** A card was let go over a lane. */
  drop: (card: string, lane: string) => void;
  /** Where the card in hand is: for the look of the lanes. */
  over: (card: string | null, lane: string | null) => void;
}

/** Cards carry `data-card`, lanes `data-lane`. The mouse (and a long press) is a shortcut for each card's menu. */
export function makeDraggable(board: HTMLElement, { drop, over }: Handlers): () => void {
  const ends: (() => void)[] = [];
  for (const element of board.querySelectorAll<HTMLElement>("[data-card]")) {
    const card = element.dataset["card"] ?? "";
    ends.push(draggable({
      element,
      getInitialData: () => ({ card }),
      onDragStart: () => over(card, null),
      onDrop: ({ location }) => {
        over(null, null);
        const lane = location.current.dropTargets[0]?.data["lane"];
        if (typeof lane === "string") drop(card, lane);
      },
    }));
  }
  for (const element of board.querySelectorAll<HTMLElement>("[data-lane]")) {
    const lane = element.dataset["lane"] ?? "";
    ends.push(dropTargetForElements({
      element,
      getData: () => ({ lane }),
      onDragEnter: ({ source }) => over(String(source.data["card"]), lane),
      onDragLeave: ({ source }) => over(String(source.data["card"]), null),
    }));
  }
  return () => { for (const end of ends) end(); };
}
