import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { inputOf, MoveFields, useMoveForm } from "@/shared/flow/MoveFields";
import { asked, type Move, moveLabel } from "@/shared/flow/moves";
import { StatusTag } from "@/shared/flow/StatusTag";
import type { Status } from "@/shared/flow/statuses";
import { ErrorSummary } from "@/shared/form/ErrorSummary";
import { useSubmit } from "@/shared/form/submit";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Failed } from "@/shared/ui/Empty";
import { Icon } from "@/shared/ui/Icon";
import { Skeleton } from "@/shared/ui/Skeleton";
import { announce } from "./hold";
import { holdMoves, previewMoves, refreshApplications } from "./queries";
import type { BulkReport } from "./types";

const SHOWN = 6;

/** The server's sentence starts with the name, which stands there already. */
function after(reason: string, name: string | null): string {
  return name && reason.startsWith(`${name} `) ? reason.slice(name.length + 1) : reason;
}

/** How many move, who cannot and why by name, and what happens besides: all said before anything is done. */
function Effect({ preview, to }: { preview: BulkReport; to: Status | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const blocked = all ? preview.blocked : preview.blocked.slice(0, SHOWN);
  return (
    <div className="effect">
      <div><span className="v effect-ok">{format.number(preview.movable.length)}</span><span><b>{t("bulk.will", { count: preview.movable.length })}</b> {to && <StatusTag status={to} />}</span></div>
      {preview.blocked.length > 0 && (
        <div>
          <span className="v effect-bad">{format.number(preview.blocked.length)}</span>
          <span>
            <b>{t("bulk.cannot", { count: preview.blocked.length })}</b>
            <span className="effect-list">{blocked.map((one) => <span key={one.id} className="small block"><bdi>{one.student}</bdi> <span className="muted">{after(one.reason, one.student)}</span></span>)}</span>
            {preview.blocked.length > SHOWN && !all && <button type="button" className="link small" onClick={() => setAll(true)}>{t("bulk.showAll", { count: preview.blocked.length })}</button>}
          </span>
        </div>
      )}
      {preview.side_facts.map((one) => <div key={one.code}><span className="v muted">·</span><span>{t(`bulk.effect.${one.code}`, { count: one.count, when: one.at ? format.moment(one.at) : "", defaultValue: one.text })}</span></div>)}
    </div>
  );
}

interface Props {
  ids: string[];
  move: Move;
  subject: string;
  onClose: () => void;
  onDone: () => void;
}

export function BulkMoveDialog({ ids, move, subject, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const form = useMoveForm(move);
  const preview = useQuery({
    queryKey: ["bulk", move.name, ids], gcTime: 0, staleTime: Infinity,
    queryFn: () => previewMoves(ids, move.name),
  });
  const movable = preview.data?.movable ?? [];
  const to = movable[0]?.to_status ?? (move.to as Status | null | undefined) ?? null;
  const label = moveLabel(t, move);
  const ready = preview.data !== undefined;
  // What the dialog opened with has nothing to answer yet: the focus goes on once it has.
  useEffect(() => {
    if (ready) (document.querySelector<HTMLElement>("dialog[open] .dialog-body :is(input, textarea):not(details *)") ?? document.querySelector<HTMLElement>("dialog[open] .dialog-foot .btn:last-child"))?.focus();
  }, [ready]);
  const submit = useSubmit(form, async (values) => {
    const holds = await holdMoves(movable.map((one) => one.id), { action: move.name, ...inputOf(values, format.locale) });
    await refreshApplications();
    announce(holds, t("bulk.done", { count: movable.length, label }), t);
    onDone();
  });
  return (
    <Dialog
      open wide onClose={onClose} title={preview.data ? t("bulk.title", { n: movable.length, total: ids.length, label }) : label} sub={subject} onSubmit={() => { if (movable.length > 0) void submit(); }}
      foot={<>
        <span className="grow small muted row only-wide-flex"><Icon name="undo-2" size={16} />{t("bulk.undoHint")}</span>
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button kind={move.kind === "danger" ? "danger-fill" : "primary"} type="submit" disabled={movable.length === 0} busy={form.formState.isSubmitting}>{t("bulk.go", { label, count: movable.length })} <span className="kbd only-wide">Ctrl ↵</span></Button>
      </>}
    >
      <ErrorSummary form={form} />
      {preview.error ? <Failed what={t("bulk.preview")} error={preview.error} retry={() => void preview.refetch()} /> : preview.data ? <Effect preview={preview.data} to={to} /> : <Skeleton rows={3} />}
      {movable.length > 0 && (asked(move).length > 0 ? <MoveFields move={move} form={form} /> : <details><summary className="small">{t("bulk.note")}</summary><MoveFields move={move} form={form} /></details>)}
    </Dialog>
  );
}
