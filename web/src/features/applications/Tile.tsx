import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "@/shared/i18n/i18n";
import { StatusTag } from "@/shared/flow/StatusTag";
import { buttonClass } from "@/shared/ui/Button";
import { Icon } from "@/shared/ui/Icon";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Mono } from "@/shared/ui/Mono";
import { NextDate, Waiting } from "./parts";
import type { Application } from "./types";

/** One link and one menu; where it cannot go stays in the menu, grey, with the reason. */
export function Tile({ application, moves }: { application: Application; moves: MenuItem[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { job, status } = application;
  const offer = status === "OFFER_RELEASED";
  const open: MenuItem[] = [
    { key: "open", label: t("board.open"), icon: "file-text", onSelect: () => void navigate({ to: "/applications/$applicationId", params: { applicationId: application.id } }) },
    { key: "job", label: t("board.openJob"), icon: "briefcase", onSelect: () => void navigate({ to: "/jobs/$jobId", params: { jobId: job.id } }) },
  ];
  return (
    <div className={`tile ${offer ? "urgent" : ""}`}>
      <div className="tile-head">
        <Mono name={job.company.name} id={job.company.id} />
        <div className="who">
          <h3><Link to="/applications/$applicationId" params={{ applicationId: application.id }}>{job.title}</Link></h3>
          <p className="small muted">{job.company.name}</p>
        </div>
      </div>
      <StatusTag status={status} />
      <NextDate application={application} />
      <Waiting application={application} />
      {offer && <Link to="/applications/$applicationId/offer" params={{ applicationId: application.id }} className={buttonClass({ kind: "primary", small: true })}>{t("offer.review")}</Link>}
      <Menu
        label={`${job.title}, ${job.company.name}`} groups={[open, moves]}
        trigger={<button type="button" className="more" aria-label={t("board.more", { title: job.title })}><Icon name="ellipsis-vertical" size={16} /></button>}
      />
    </div>
  );
}
