import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import { Problem } from "@/shared/http/problem";
import { useFormat } from "@/shared/i18n/use-format";
import { may, useMe } from "@/shared/session/me";
import { Button } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Due, Facts } from "@/shared/ui/facts";
import { Notice } from "@/shared/ui/Notice";
import { Icon } from "@/shared/ui/Icon";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { EditRecordDialog } from "./EditRecordDialog";
import { OpenCorrections } from "./OpenCorrections";
import { PlacedDialog } from "./PlacedDialog";
import { applicationsOf, type Student, studentQuery, verifyStudent } from "./queries";
import { Timeline } from "./Timeline";

function Applications({ student }: { student: Student }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(applicationsOf(student));
  return (
    <section className="card">
      <div className="card-head"><h2 className="h2">{t("student.applications", { count: data?.total ?? student.applications_count })}</h2></div>
      {error ? <Failed what={t("nav.applications")} error={error} retry={() => void refetch()} /> : !data ? <Skeleton rows={3} />
        : data.items.length === 0 ? <Empty icon="kanban" title={t("student.noApplications")} /> : (
          <ul className="card-list">
            {data.items.map((one) => (
              <li key={one.id}>
                <Link to="/applications/$applicationId" params={{ applicationId: one.id }} className="item">
                  <Mono name={one.job.company.name} id={one.job.company.id} />
                  <span className="grow"><span className="item-title">{one.job.title}</span><br /><span className="small muted">{one.job.company.name}{one.offer?.ctc !== null && one.offer?.ctc !== undefined && <> · {t("student.offered", { pay: format.money(one.offer.ctc, one.offer.currency) })}</>}</span></span>
                  <span className="item-end"><StatusTag status={one.status} />{one.offer && one.status === "OFFER_RELEASED" && <Due at={one.offer.deadline_at} hint={false} />}<span className="small faint">{t("board.since", { span: format.since(one.since) })}</span></span>
                </Link>
              </li>
            ))}
          </ul>
        )}
    </section>
  );
}

export function StudentPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const { studentId } = useParams({ strict: false }) as { studentId: string };
  const { data, error, refetch } = useQuery(studentQuery(studentId));
  const [dialog, setDialog] = useState<"edit" | "placed" | null>(null);
  const verify = useMutation({ mutationFn: () => verifyStudent(studentId), onSuccess: () => toast(t("student.verifiedDone")) });
  usePage(data?.full_name ?? t("nav.students"), { parent: { label: t("nav.students"), to: "/students" } });
  if (error) return <div className="card"><Failed what={t("student.one")} error={error} retry={() => void refetch()} /></div>;
  if (!data) return <Skeleton rows={6} tall />;
  const percent = (value: number | null) => (value === null ? null : `${format.number(value)} %`);
  const mayWrite = may(me, "students.write");

  return (
    <>
      <PageHead
        lead={<Mono name={data.full_name} id={data.id} size="lg" round />} answer={<bdi>{data.full_name}</bdi>} rest={data.roll_no ?? undefined}
        sub={<span className="row wrap">{[data.branch, data.graduation_year].filter(Boolean).join(", ")}{data.is_placed && <span className="tag tag-placed"><Icon name="badge-check" />{data.placed_company ? t("student.placedAt", { company: data.placed_company }) : t("student.placed")}</span>}</span>}
      >
        {mayWrite && !data.verified && <Button kind="primary" icon="badge-check" busy={verify.isPending} onClick={() => verify.mutate()}>{t("student.verify")}</Button>}
        {mayWrite && <Button icon="pencil" onClick={() => setDialog("edit")}>{t("student.edit")}</Button>}
        {may(me, "users.place") && <Button onClick={() => setDialog("placed")}>{data.is_placed ? t("student.unplace") : t("student.place")}</Button>}
      </PageHead>
      {verify.error && <div className="mb-4"><Notice tone="bad" role="alert">{Problem.from(verify.error).message || t("failed.server")}</Notice></div>}
      <div className="ogrid">
        <div className="col">
          <Applications student={data} />
          <Timeline studentId={data.id} />
          {may(me, "audit.read") && <p className="small"><Link to="/audit" search={{ subject_id: data.id }}>{t("audit.see")}</Link></p>}
        </div>
        <aside className="col">
          <section className="card card-pad stack">
            <h2 className="h3">{t("profile.record")}</h2>
            {data.verified
              ? <Notice tone="ok" icon="badge-check"><b>{t("profile.verified")}</b> <span className="muted">{t("profile.verifiedBy", { day: format.day(data.verified.at), by: data.verified.by ?? t("ball.office") })}</span></Notice>
              : <Notice tone="warn">{t("student.selfTold")}</Notice>}
            {may(me, "corrections.decide") && <OpenCorrections studentId={data.id} />}
            <Facts rows={[
              [t("field.cgpa"), data.cgpa === null ? null : format.number(data.cgpa, 2)], [t("field.active_backlogs"), data.active_backlogs],
              [t("field.tenth_percent"), percent(data.tenth_percent)], [t("field.twelfth_percent"), percent(data.twelfth_percent)],
              [t("field.branch"), data.branch], [t("field.department"), data.department], [t("field.graduation_year"), data.graduation_year],
            ]} />
          </section>
          <section className="card card-pad stack">
            <h2 className="h3">{t("student.contact")}</h2>
            <Facts rows={[
              [t("field.email"), <a key="m" href={`mailto:${data.email}`} className="break">{data.email}</a>], [t("field.phone"), data.phone],
              [t("field.resume_url"), data.resume_url && <a key="r" href={data.resume_url} target="_blank" rel="noreferrer">{t("student.resume")}</a>], [t("student.since"), format.day(data.created_at, true)],
            ]} />
          </section>
        </aside>
      </div>
      {dialog === "edit" && <EditRecordDialog student={data} onClose={() => setDialog(null)} />}
      {dialog === "placed" && <PlacedDialog student={data} onClose={() => setDialog(null)} />}
    </>
  );
}
