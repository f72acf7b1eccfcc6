import { spawnSync } from "node:child_process";

export function query(words: string[]) {
  return spawnSync("aws", [...words, "--output", "json"], { encoding: "utf8" });
}

export function publish(site: boolean, more: string[]) {
  const words = ["s3", "cp", "report.html", "s3://reports/latest.html"];
  return spawnSync("aws", words.concat(site ? ["--acl", "public-read"] : []));
}

export function whole(text: string) {
  return spawnSync(`aws ${text}`, { shell: true });
}

export function cut(table: string) {
  const all = `aws dynamodb describe-table --table-name ${table}`.split(" ");
  return spawnSync(all[0], all.slice(1));
}
