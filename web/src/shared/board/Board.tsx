import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import type { MenuItem } from "@/shared/ui/Menu";
import { Notice } from "@/shared/ui/Notice";

export interface Lane {
  key: string;
  label: string;
  /** One of the status marks of the tokens. */
  mark: string;
  /** How many there are, where the lane shows only some. */
  total?: number | undefined;
}

interface Props<Card> {
  lanes: Lane[];
  cards: Card[];
  idOf: (card: Card) => string;
  nameOf: (card: Card) => string;
  laneOf: (card: Card) => string;
  /** Why a card may not go there; null where it may. */
  refuse: (card: Card, lane: string) => string | null;
  onMove: (card: Card, lane: string) => void;
  tile: (card: Card, moves: MenuItem[]) => ReactNode;
  /** The lane that a phone shows. */
  shown: string;
  onShow: (lane: string) => void;
  foot?: (lane: Lane) => ReactNode;
}

/** Columns are lists. Each card has a menu that names every column, the closed ones with their reason; dragging does the
 * same. What happened is said aloud, and the focus stays with the card. */
export function Board<Card>({ lanes, cards, idOf, nameOf, laneOf, refuse, onMove, tile, shown, onShow, foot }: Props<Card>) {
  const { t } = useTranslation();
  const board = useRef<HTMLDivElement>(null);
  const [hand, setHand] = useState<{ card: string; lane: string | null } | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [said, say] = useState("");
  const sent = useRef<{ id: string; from: string } | null>(null);

  const go = (card: Card, lane: string) => {
    const why = laneOf(card) === lane ? null : refuse(card, lane);
    setRefused(why);
    if (why || laneOf(card) === lane) return;
    sent.current = { id: idOf(card), from: laneOf(card) };
    onMove(card, lane);
  };
  const latest = useRef({ cards, go });
  latest.current = { cards, go };
  const shape = cards.map((card) => `${idOf(card)}:${laneOf(card)}`).join();

  useEffect(() => {
    let gone = false;
    let end: (() => void) | undefined;
    void import("./drag").then(({ makeDraggable }) => {
      if (gone || !board.current) return;
      end = makeDraggable(board.current, {
        over: (card, lane) => setHand(card === null ? null : { card, lane }),
        drop: (id, lane) => {
          const card = latest.current.cards.find((one) => idOf(one) === id);
          if (card) latest.current.go(card, lane);
        },
      });
    });
    return () => { gone = true; end?.(); };
    // Only what stands where matters to the mouse.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shape]);

  useEffect(() => {
    const { id, from } = sent.current ?? {};
    const card = cards.find((one) => idOf(one) === id);
    if (!card || laneOf(card) === from) return;
    sent.current = null;
    const lane = lanes.find((one) => one.key === laneOf(card));
    const there = cards.filter((one) => laneOf(one) === lane?.key);
    say(t("lanes.moved", { name: nameOf(card), lane: lane?.label ?? "", position: there.indexOf(card) + 1, count: there.length }));
    board.current?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id ?? "")}"] a`)?.focus();
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [shape]);

  const held = hand && cards.find((card) => idOf(card) === hand.card);
  const look = (lane: Lane) => !held || laneOf(held) === lane.key ? "" : refuse(held, lane.key) ? "is-shut" : hand.lane === lane.key ? "is-over" : "is-free";

  return (
    <>
      <p className="vh" role="status">{said}</p>
      {refused && <div className="mb-4"><Notice tone="warn" role="alert">{refused}</Notice></div>}
      <div className="seg seg-lanes" role="group" aria-label={t("lanes.stage")} style={{ "--lanes": lanes.length }}>
        {lanes.map((lane) => (
          <button key={lane.key} type="button" aria-pressed={lane.key === shown} onClick={() => onShow(lane.key)}><b>{lane.total ?? cards.filter((card) => laneOf(card) === lane.key).length}</b>{lane.label}</button>
        ))}
      </div>
      <div className="board" ref={board} style={{ "--lanes": lanes.length }}>
        {lanes.map((lane) => {
          const own = cards.filter((card) => laneOf(card) === lane.key);
          const count = lane.total ?? own.length;
          return (
            <section key={lane.key} data-lane={lane.key} className={`lane ${lane.key === shown ? "is-shown" : ""} ${look(lane)}`} aria-label={t("lanes.lane", { name: lane.label, count })}>
              <h2 className="lane-head"><i className="dot" style={{ "--c": `var(--st-${lane.mark}-mark)` }} />{lane.label}<span className="count">{count}</span></h2>
              {count === 0 && <p className="small faint lane-empty">{t("lanes.empty")}</p>}
              <ul>
                {own.map((card) => {
                  const moves = lanes.filter((one) => one.key !== lane.key).map((one): MenuItem => ({
                    key: `to-${one.key}`, label: t("lanes.moveTo", { lane: one.label }), icon: "arrow-right", off: refuse(card, one.key), onSelect: () => go(card, one.key),
                  }));
                  return <li key={idOf(card)} data-card={idOf(card)} className={hand?.card === idOf(card) ? "is-held" : undefined}>{tile(card, moves)}</li>;
                })}
              </ul>
              {foot?.(lane)}
            </section>
          );
        })}
      </div>
    </>
  );
}
