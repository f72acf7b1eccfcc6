// Arrays that are changed where they are: what was first is not first any more, and texts made of them differ.
import { S3 } from "@aws-sdk/client-s3";

const s3 = new S3({});

export const textsThatWereCut = async () => {
  const taken = "x.y.z".split(".");
  taken.pop();
  await s3.putObject({ Bucket: taken.join("."), Key: "taken" });
  await s3.putObject({ Bucket: "x.y.z".split(".").reverse().join("."), Key: "turned" });
  await s3.putObject({ Bucket: "x.y.z".split(".", 2).join("."), Key: "limited" });
  const untouched = "x.y.z".split(".");
  await s3.putObject({ Bucket: untouched.join("."), Key: "untouched" });
};

export const arrays = async () => {
  const turned = ["r", "s"];
  turned.reverse();
  await s3.putObject({ Bucket: turned[0], Key: "turned-0" });
  const shifted = ["r", "s"];
  await s3.putObject({ Bucket: shifted.shift()!, Key: "shifted" });
  await s3.putObject({ Bucket: shifted[0], Key: "shifted-0" });
  const sorted = ["z", "b"];
  sorted.sort();
  await s3.putObject({ Bucket: sorted[0], Key: "sorted-0" });
  await s3.putObject({ Bucket: ["z", "b"].toSorted().join("-"), Key: "to-sorted" });
  const spliced = ["r", "s"];
  spliced.splice(0, 1);
  await s3.putObject({ Bucket: spliced[0], Key: "spliced-0" });
  const shorter = ["p", "q"];
  shorter.length = 1;
  await s3.putObject({ Bucket: shorter.join("-"), Key: "shorter" });
  await s3.putObject({ Bucket: ["a", "b", "c"].copyWithin(0, 1).join("-"), Key: "copied" });
};

const given = async (parts: string[]) => {
  parts.pop();
  await s3.putObject({ Bucket: parts.join("-"), Key: "given" });
};

export const giving = async () => given("x.y.z".split("."));
