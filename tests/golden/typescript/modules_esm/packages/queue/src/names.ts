export const JOBS = "jobs";
