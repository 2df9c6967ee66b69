import type { Schemas } from "@/shared/http/http";

export type Application = Schemas["ApplicationItem"];
export type ApplicationDetail = Schemas["ApplicationDetail"];
export type BulkReport = Schemas["BulkReport"];
export type OfferDetail = Schemas["OfferDetail"];
