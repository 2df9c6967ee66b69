export const jobTypes = ["full-time", "internship", "industrial-training", "part-time", "contract", "remote"] as const;
