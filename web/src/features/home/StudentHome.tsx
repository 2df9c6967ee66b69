import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { columns, looks } from "@/shared/flow/statuses";
import { queryClient } from "@/shared/http/query-client";
import { useFormat } from "@/shared/i18n/use-format";
import { useMe } from "@/shared/session/me";
import { buttonClass } from "@/shared/ui/Button";
import { Empty, Failed } from "@/shared/ui/Empty";
import { Due, Verdict } from "@/shared/ui/facts";
import { Mono } from "@/shared/ui/Mono";
import { PageHead, usePage } from "@/shared/ui/page";
import { PlainLink } from "@/shared/ui/PlainLink";
import { Skeleton } from "@/shared/ui/Skeleton";
import { type Todo, todosOf, weekOf } from "./agenda";
import { type Job, type Mine, mineQuery, someJobs } from "./queries";
import { WelcomeCard } from "./WelcomeCard";

const freshQuery = someJobs({ eligible: true, active_only: true, sort: "-created_at", limit: 6 });
const savedQuery = someJobs({ saved: true, active_only: true, sort: "deadline_at", limit: 20 });

function Act({ todo }: { todo: Todo }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { job, kind, application } = todo;
  const pay = application?.offer?.ctc ?? job.ctc;
  return (
    <li className="act urgent">
      <div className="act-top">
        <Mono name={job.company.name} id={job.company.id} />
        <div className="grow">
          <h3>{t(`home.todo.${kind}`, { company: job.company.name })}</h3>
          <p className="pay">{job.title}{kind !== "interview" && pay !== null && <span className="dotsep num">{t("job.aYear", { amount: format.money(pay, job.currency) })}</span>}{kind === "interview" && application?.interview_place && <span className="dotsep">{application.interview_place}</span>}</p>
          <p><Due at={todo.at} icon {...(kind !== "interview" && { prefix: t(kind === "offer" ? "home.answerBy" : "home.applyBy") })} /></p>
        </div>
      </div>
      <div className="act-btns">
        {kind === "offer" && application && <Link to="/applications/$applicationId/offer" params={{ applicationId: application.id }} className={buttonClass({ kind: "primary" })}>{t("offer.review")}</Link>}
        {kind === "interview" && application && <Link to="/applications/$applicationId" params={{ applicationId: application.id }} className={buttonClass()}>{t("board.open")}</Link>}
        {kind === "saved" && <Link to="/jobs/$jobId" params={{ jobId: job.id }} className={buttonClass()}>{t("home.seeJob")}</Link>}
      </div>
    </li>
  );
}

function Week({ mine, saved }: { mine: Mine[]; saved: Job[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = weekOf(mine, saved, new Date());
  if (entries.length === 0) return <div className="card"><Empty icon="calendar" title={t("home.weekNone")}>{t("home.weekNoneText")}</Empty></div>;
  return (
    <ol className="card card-list week">
      {entries.map((one) => (
        <li key={one.key}>
          <PlainLink to={one.to} className="item">
            <span className="week-when"><b>{format.weekday(one.at)} {Number(format.key(one.at).slice(8))}</b><span className="muted num">{format.time(one.at)}</span></span>
            <span className="grow"><span className="item-title">{t(`home.week.${one.kind}`, { company: one.company })}</span><br /><span className="muted small">{[one.title, one.note].filter(Boolean).join(" · ")}</span></span>
          </PlainLink>
        </li>
      ))}
    </ol>
  );
}

/** S3: what needs me today? */
export function StudentHome() {
  const { t } = useTranslation();
  const format = useFormat();
  const mine = useQuery(mineQuery);
  const fresh = useQuery(freshQuery);
  const kept = useQuery(savedQuery);
  const list = mine.data?.items ?? [];
  const saved = kept.data?.items ?? [];
  const now = new Date();
  const due = todosOf(list, saved, now);
  const last = due[due.length - 1];
  const jobs = (fresh.data?.items ?? []).filter((job) => !job.application).slice(0, 3);
  const placed = useMe().student?.is_placed;
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
        <WelcomeCard />
      </div>
      <div className="col">
        <section>
          <div className="section-head"><h2 className="h2">{t("home.todoTitle")}</h2></div>
          {mine.error ? <div className="card"><Failed what={t("nav.applications")} error={mine.error} retry={() => void mine.refetch()} /></div>
            : !mine.data ? <div className="card"><Skeleton rows={2} tall /></div>
              : due.length === 0 ? <div className="card"><Empty icon="circle-check" title={t("home.nothing")}>{t("home.nothingText")}</Empty></div>
                : <ul className="card card-list">{due.map((todo) => <Act key={todo.key} todo={todo} />)}</ul>}
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
      <div className="col">
        <section>
          <div className="section-head"><h2 className="h2">{t("home.weekTitle")}</h2><Link to="/applications" search={{ view: "calendar" }}>{t("home.calendar")}</Link></div>
          {mine.data ? <Week mine={list} saved={saved} /> : <div className="card"><Skeleton rows={3} /></div>}
        </section>
        <section>
          <div className="section-head"><h2 className="h2">{t("home.savedTitle")}</h2>{saved.length > 0 && <Link to="/jobs" search={{ saved: "true" }}>{t("home.allSaved", { count: saved.length })}</Link>}</div>
          {saved.length === 0 ? <p className="card card-pad small muted">{t("home.savedNone")}</p> : (
            <ul className="card card-list">
              {saved.slice(0, 3).map((job) => (
                <li key={job.id}><Link to="/jobs/$jobId" params={{ jobId: job.id }} className="item"><span className="grow"><span className="item-title">{job.title}</span><br /><span className="muted small">{job.company.name}</span></span>{job.deadline_at && <Due at={job.deadline_at} hint={false} />}</Link></li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </div>
  );
}

StudentHome.before = () => [mineQuery, freshQuery, savedQuery].map((query) => queryClient.prefetchQuery(query as never));
