import { lazy, Suspense, useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "@/shared/i18n/i18n";
import { type Move, moveLabel } from "@/shared/flow/moves";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { useActions } from "@/shared/keys/actions";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { Notice } from "@/shared/ui/Notice";
import { toast } from "@/shared/ui/toast";
import { moveJob } from "./queries";
import type { JobDetail } from "./types";

const SayDialog = lazy(async () => ({ default: (await import("./SayDialog")).SayDialog }));

/** Moves that belong to approving: they stand in the bar, not among the page's buttons. */
export const ofApproval = ["approve", "ask", "decline", "submit"];

/** Before students see a posting: where it stands, what was asked and answered, and what whoever reads may do about it. */
export function Approval({ job }: { job: JobDetail }) {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const [saying, setSaying] = useState<Move | null>(null);
  const moves = (job.moves ?? []).filter((move) => ofApproval.includes(move.name));
  const questioned = job.state === "QUESTIONED";
  const go = useMutation({ mutationFn: (move: Move) => moveJob(job.id, move, {}), onSuccess: (_, move) => toast(t("move.done", { label: moveLabel(t, move), subject: `${job.title}, ${job.company.name}` })) });
  const says = (move: Move) => move.name === "ask" || move.name === "decline" || (move.name === "submit" && questioned);
  const start = (move: Move) => (says(move) ? setSaying(move) : go.mutate(move));
  const officer = may(me, "jobs.approve");
  const key = (name: string) => moves.find((move) => move.name === name);
  const approve = officer ? key("approve") : undefined;
  const decline = key("decline");
  useActions([
    ...(approve ? [{ id: "approve", label: moveLabel(t, approve), icon: "check" as const, keys: "a", run: () => start(approve) }] : []),
    ...(decline ? [{ id: "decline", label: moveLabel(t, decline), icon: "circle-x" as const, keys: "r", run: () => start(decline) }] : []),
  ]);
  if (!["DRAFT", "PENDING_APPROVAL", "QUESTIONED", "DECLINED"].includes(job.state)) return null;
  // The officer who looks at a question that is out has one thing to do: wait. Approving without the answer stays possible.
  const label = (move: Move) => (move.name === "submit" && questioned ? t("approval.answer") : moveLabel(t, move));
  const shown = officer ? moves.filter((move) => move.name !== "submit") : moves;
  return (
    <section className="card card-pad stack approval" aria-label={t("approval.title")}>
      <p><b>{t(`approval.state.${job.state}.${officer ? "office" : "company"}`)}</b> <span className="muted">{job.state === "PENDING_APPROVAL" || questioned ? t("approval.since", { span: format.since(job.updated_at) }) : ""}</span></p>
      {job.state === "DECLINED" && job.decline_reason && <div className="said"><span className="xs faint">{t("approval.reason")}</span><blockquote className="quote" dir="auto">{job.decline_reason}</blockquote></div>}
      {job.question && <div className="said"><span className="xs faint">{t("approval.question")}</span><blockquote className="quote" dir="auto">{job.question}</blockquote></div>}
      {job.question_answer && <div className="said"><span className="xs faint">{t("approval.answered", { company: job.company.name })}</span><blockquote className="quote" dir="auto">{job.question_answer}</blockquote></div>}
      {go.error && <Notice tone="bad" role="alert">{Problem.from(go.error).message || t("failed.server")}</Notice>}
      {shown.length > 0 && (
        <div className="row wrap">
          {shown.map((move) => (
            <Button key={move.name} kind={move.kind === "danger" ? "danger" : move.kind === "primary" ? "primary" : "normal"} busy={go.isPending && go.variables.name === move.name} aria-haspopup={says(move) ? "dialog" : undefined} onClick={() => start(move)}>
              {label(move)}{move === approve && <span className="kbd only-wide" aria-hidden="true">A</span>}{move === decline && <span className="kbd only-wide" aria-hidden="true">R</span>}
            </Button>
          ))}
          {officer && job.state === "PENDING_APPROVAL" && <span className="small muted row"><Icon name="info" size={16} />{t("job.publishHint")}</span>}
        </div>
      )}
      {saying && <Suspense><SayDialog job={job} move={saying} onClose={() => setSaying(null)} /></Suspense>}
    </section>
  );
}
