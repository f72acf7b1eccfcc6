import { exec, execFileSync, execSync, spawn } from "node:child_process";
import { promisify } from "util";

const run = promisify(exec);

export async function deploy(stack: string, production: boolean) {
  execSync(
    `aws cloudformation deploy --stack-name shop-${stack} --template-file t.yaml --s3-bucket artifacts --role-arn arn:aws:iam::123456789012:role/deployer --capabilities CAPABILITY_IAM`,
    { stdio: "inherit" },
  );
  const args = ["s3", "sync", "dist", `s3://site-${process.env.STAGE}`];
  args.push("--cache-control", "max-age=60");
  if (production) {
    args.push("--delete");
  }
  spawn("aws", args, { shell: false });
  await run(`aws cloudfront create-invalidation --distribution-id ${process.env.DIST} --paths "/*"`);
  execFileSync("aws", ["ssm", "get-parameters-by-path", "--path", "/shop/", "--recursive", "--with-decryption"]);
  spawn("sh", ["-c", "aws events put-events --entries Source=shop,DetailType=t,Detail={},EventBusName=bus"]);
}
