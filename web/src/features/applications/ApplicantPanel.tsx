import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { History } from "@/shared/flow/History";
import { type Move, moveLabel } from "@/shared/flow/moves";
import { StatusTag } from "@/shared/flow/StatusTag";
import { useFormat } from "@/shared/i18n/use-format";
import { Button } from "@/shared/ui/Button";
import { Failed } from "@/shared/ui/Empty";
import { Facts } from "@/shared/ui/facts";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { Skeleton } from "@/shared/ui/Skeleton";
import { onward } from "./bulk";
import { HeldNote } from "./HeldNote";
import { NextDate, Waiting } from "./parts";
import { applicationQuery, historyQuery } from "./queries";
import type { Application, ApplicationDetail } from "./types";

interface Props {
  application: Application;
  position: number;
  total: number;
  onPrevious: () => void;
  onNext: () => void;
  onMove: (move: Move) => void;
}

const keysOf = (move: Move, moves: Move[]) => (move === onward(moves) ? "A" : move.name === "reject" ? "R" : move.name === "shortlist" ? "S" : null);

/** The open row, beside the table: who it is, how it came here, and the moves it allows. */
export function ApplicantPanel({ application, position, total, onPrevious, onNext, onMove }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const detail = useQuery(applicationQuery(application.id));
  const history = useQuery(historyQuery(application.id));
  const one: Application & Partial<ApplicationDetail> = { ...application, ...detail.data };
  const { student } = one;
  return (
    <aside className="card cv" aria-label={student.full_name}>
      <div className="card-head cv-head">
        <div className="row grow">
          <Mono name={student.full_name} id={student.id} round />
          <div className="cv-who"><h2 className="cv-name"><bdi>{student.full_name}</bdi></h2><span className="small muted">{[student.branch, student.cgpa === null ? null : `${t("field.cgpa")} ${format.number(student.cgpa, 2)}`].filter(Boolean).join(" · ")}</span></div>
        </div>
        <div className="row cv-walk">
          <span className="xs faint num">{t("panel.position", { position, total })}</span>
          <Button kind="quiet" small iconOnly icon="arrow-up" aria-label={t("panel.previous")} onClick={onPrevious} />
          <Button kind="quiet" small iconOnly icon="arrow-down" aria-label={t("panel.next")} onClick={onNext} />
        </div>
      </div>
      <div className="cv-body stack-6">
        <p className="row wrap"><StatusTag status={one.status} /><NextDate application={one} />{application.held ? <HeldNote held={application.held} undo /> : <Waiting application={one} />}</p>
        <Facts rows={[
          [t("field.roll_no"), student.roll_no],
          [t("field.email"), <a key="mail" className="break" href={`mailto:${student.email}`}>{student.email}</a>],
          [t("field.active_backlogs"), student.active_backlogs],
          [t("panel.record"), student.verified ? <span key="v" className="verdict verdict-yes"><Icon name="badge-check" />{t("student.verified")}</span> : t("student.unverified")],
          [t("field.resume_url"), one.resume_url && <a key="cv" href={one.resume_url} target="_blank" rel="noreferrer">{t("panel.resume")}</a>],
          [t("board.applied"), format.moment(one.applied_at)],
          [t("offer.deadline"), one.offer?.deadline_at && one.status === "OFFER_RELEASED" ? format.due(one.offer.deadline_at).text : null],
        ]} />
        {one.cover_letter && <section><h3 className="h3">{t("apply.letter")}</h3><p className="small muted prose">{one.cover_letter}</p></section>}
        <section>
          <h3 className="h3 mb-2">{t("history.title")}</h3>
          {history.error ? <Failed what={t("history.title")} error={history.error} retry={() => void history.refetch()} /> : history.data ? <History lines={history.data} /> : <Skeleton rows={2} />}
        </section>
        <Link className="small" to="/applications/$applicationId" params={{ applicationId: one.id }}>{t("panel.full")}</Link>
      </div>
      {application.moves.length > 0 && !application.held && (
        <div className="cvfoot">
          {application.moves.map((move) => {
            const key = keysOf(move, application.moves);
            return <Button key={move.name} small kind={move.kind === "danger" ? "danger" : move === onward(application.moves) ? "primary" : "normal"} onClick={() => onMove(move)}>{moveLabel(t, move)}{key && <span className="kbd" aria-hidden="true">{key}</span>}</Button>;
          })}
        </div>
      )}
    </aside>
  );
}
