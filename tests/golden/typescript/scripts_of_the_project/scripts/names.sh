PREFIX=jobs
