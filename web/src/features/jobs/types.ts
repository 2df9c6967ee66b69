import type { Schemas } from "@/shared/http/http";

export type Job = Schemas["JobItem"];
export type JobDetail = Schemas["JobDetail"];
export type Verdict = Schemas["Verdict"];
export type Reason = Schemas["RulingItem"];
export type EligibleCount = Schemas["EligibleCount"];
export type Criteria = Schemas["CriteriaBody"];
export type Check = Schemas["Check"];
export type Checks = Schemas["Checks"];
export type Reading = Schemas["Reading"];
export type ReadFields = Reading["fields"];
