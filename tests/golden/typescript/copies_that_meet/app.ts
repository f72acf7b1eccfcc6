import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client({});

const View = (args) => s3.send(new GetObjectCommand({ ...args, Bucket: "pages", Key: "index" }));

const small = () => ({ VersionId: "1" });

export const Desktop = View.bind({});
Desktop.parameters = { PartNumber: 1 };

export const Tablet = View.bind({});
Tablet.parameters = small();

export const Loading = View.bind({});
Loading.parameters = { ...small(), ...Tablet.parameters };

export const show = () => s3.send(new GetObjectCommand({ ...Loading.parameters, Bucket: "shown", Key: "x" }));
