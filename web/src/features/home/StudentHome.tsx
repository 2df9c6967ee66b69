import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { columns, looks } from "@/shared/flow/statuses";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe } from "@/shared/session/me";
import { buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Due, Verdict } from "@/shared/ui/facts";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { type Mine, mineQuery, someJobs } from "./queries";

interface Todo {
  application: Mine;
  at: string;
  kind: "offer" | "interview";
}

function todos(list: Mine[]): Todo[] {
  const found: Todo[] = [];
  for (const application of list) {
    if (application.status === "OFFER_RELEASED") found.push({ application, kind: "offer", at: application.offer?.deadline_at ?? application.since });
    if (application.status === "INTERVIEW_SCHEDULED" && application.interview_at && new Date(application.interview_at) > new Date()) found.push({ application, kind: "interview", at: application.interview_at });
  }
  return found.sort((a, b) => a.at.localeCompare(b.at));
}

function Act({ todo }: { todo: Todo }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { job, offer } = todo.application;
  const pay = offer?.ctc ?? job.ctc;
  const params = { applicationId: todo.application.id };
  return (
    <li className="act urgent">
      <div className="act-top">
        <Mono name={job.company.name} id={job.company.id} />
        <div className="grow">
          <h3>{t(`home.todo.${todo.kind}`, { company: job.company.name })}</h3>
          <p className="pay">{job.title}{todo.kind === "offer" && pay !== null && <span className="dotsep num">{t("job.aYear", { amount: format.money(pay, job.currency) })}</span>}{todo.kind === "interview" && todo.application.interview_place && <span className="dotsep">{todo.application.interview_place}</span>}</p>
          <p><Due at={todo.at} icon {...(todo.kind === "offer" && { prefix: t("home.answerBy") })} /></p>
        </div>
      </div>
      <div className="act-btns">
        {todo.kind === "offer"
          ? <Link to="/applications/$applicationId/offer" params={params} className={buttonClass({ kind: "primary" })}>{t("offer.review")}</Link>
          : <Link to="/applications/$applicationId" params={params} className={buttonClass()}>{t("board.open")}</Link>}
      </div>
    </li>
  );
}

/** S3: what needs me today? */
export function StudentHome() {
  const { t } = useTranslation();
  const format = useFormat();
  const mine = useQuery(mineQuery);
  const fresh = useQuery(someJobs({ eligible: true, active_only: true, sort: "-created_at", limit: 6 }));
  const list = mine.data?.items ?? [];
  const due = todos(list);
  const last = due[due.length - 1];
  const jobs = (fresh.data?.items ?? []).filter((job) => !job.application).slice(0, 4);
  const placed = useMe().student?.is_placed;
  const now = new Date();
  usePage(t("nav.home"), { note: due.length ? t("home.note", { count: due.length }) : undefined });
  const fits = fresh.data?.total ?? 0;

  return (
    <div className="home">
      <div className="top">
        <PageHead
          answer={due.length ? t("home.answer", { count: due.length }) : t("home.calm")}
          rest={due.length && last ? t("home.before", { when: format.moment(last.at) }) : placed ? t("home.placed") : fits ? t("home.fits", { count: fits }) : undefined}
          sub={`${format.longDay(now)}, ${format.clock(now)}`}
        />
      </div>
      <div className="col">
        <section>
          <div className="section-head"><h2 className="h2">{t("home.todoTitle")}</h2></div>
          {mine.error ? <div className="card"><Failed what={t("nav.applications")} error={mine.error} retry={() => void mine.refetch()} /></div>
            : !mine.data ? <div className="card"><Skeleton rows={2} tall /></div>
              : due.length === 0 ? <div className="card"><Empty icon="circle-check" title={t("home.nothing")}>{t("home.nothingText")}</Empty></div>
                : <ul className="card card-list">{due.map((todo) => <Act key={todo.application.id} todo={todo} />)}</ul>}
        </section>
        <section>
          <div className="section-head"><h2 className="h2">{t("home.yours")}</h2><Link to="/applications">{t("home.openBoard")}</Link></div>
          <div className="card strip strip-5">
            {columns.map((column) => (
              <Link key={column} to="/applications" search={{ column }}>
                <span className="k"><span className="row"><i className="dot" style={{ "--c": `var(--st-${column}-mark)` }} />{t(`column.${column}`)}</span></span>
                <span className="v block">{mine.data ? list.filter((one) => looks[one.status].column === column).length : "·"}</span>
              </Link>
            ))}
          </div>
        </section>
      </div>
      <div className="col">
        <section>
          <div className="section-head"><h2 className="h2">{t("home.fresh")}</h2>{fits > 0 && <Link to="/jobs">{t("home.allJobs", { count: fits })}</Link>}</div>
          {fresh.error ? <div className="card"><Failed what={t("nav.jobs")} error={fresh.error} retry={() => void fresh.refetch()} /></div>
            : !fresh.data ? <div className="card"><Skeleton rows={3} tall /></div>
              : jobs.length === 0 ? <div className="card"><Empty icon="briefcase" title={t("jobs.noneOpen")} action={<Link to="/jobs" search={{ show: "all" }} className={buttonClass()}>{t("jobs.showClosed")}</Link>}>{t(placed ? "jobs.noneOpenPlaced" : "jobs.noneOpenText")}</Empty></div> : (
                <ul className="card card-list">
                  {jobs.map((job) => (
                    <li key={job.id}>
                      <Link to="/jobs/$jobId" params={{ jobId: job.id }} className="item">
                        <Mono name={job.company.name} id={job.company.id} />
                        <span className="grow">
                          <span className="item-title">{job.title}</span><br />
                          <span className="muted small">{[job.company.name, job.location, job.ctc === null ? null : format.money(job.ctc, job.currency)].filter(Boolean).join(" · ")}</span><br />
                          <span className="row row-between wrap"><Verdict eligible>{t("job.eligible")}</Verdict>{job.deadline_at && <Due at={job.deadline_at} hint={false} />}</span>
                        </span>
                      </Link>
                    </li>
                  ))}
                </ul>
              )}
        </section>
      </div>
    </div>
  );
}
