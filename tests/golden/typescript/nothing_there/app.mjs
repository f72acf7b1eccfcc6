import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3';

const s3 = new S3Client({});
const put = (key) => s3.send(new PutObjectCommand({ Bucket: 'answers', Key: key, Body: '' }));

function checked(raw) {
  if (!raw) return { error: 'no body' };
  return { payload: raw };
}

function noted(raw) {
  const found = {};
  if (!raw) found.error = 'no body';
  return found;
}

function pair(raw) {
  if (!raw) return [null, 'no body'];
  return [raw];
}

class Checked {
  constructor(raw) {
    if (!raw) this.error = 'no body';
  }
}

async function given({ error }) {
  if (error) return;
  await put('given');
}

export const destructured = async (event) => {
  const { error } = checked(event.body);
  if (error) return 400;
  await put('destructured');
};

export const indexed = async (event) => {
  if (checked(event.body)['error']) return 400;
  await put('indexed');
};

export const passed = async (event) => {
  await given(checked(event.body));
};

const state = {};
export const assigned = async (event) => {
  state.error = 'elsewhere';
  const result = checked(event.body);
  if (result.error) return 400;
  await put('assigned');
};

export const onSomePaths = async (event) => {
  const { error } = noted(event.body);
  if (error) return 400;
  const again = noted(event.body).error;
  if (again) return 400;
  await put('on-some-paths');
};

export const positional = async (event) => {
  const [, error] = pair(event.body);
  if (error) return 400;
  await put('positional');
};

export const ofInstances = async (event) => {
  const { error } = new Checked(event.body);
  if (error) return 400;
  await put('of-instances');
};

const KNOWN = { a: 'x', b: 'y' };
export const lookedUp = async (event) => {
  const known = KNOWN[event.kind];
  if (known) return known;
  await put('looked-up');
};

export const found = async (event) => {
  const one = ['a', 'b'].find((each) => each === event.kind);
  if (one) return one;
  await put('found');
};

const seen = new Map();
export const mapped = async (event) => {
  const hit = seen.get('a');
  if (hit) return hit;
  await put('mapped');
  seen.set('a', 'x');
};

const ROWS = [{ id: 1, name: 'a' }];
export const ofFiltered = async (event) => {
  const row = ROWS.filter((each) => each.id === event.id)[0];
  if (row) return row.name;
  await put('of-filtered');
};

export const firstOfFiltered = async (event) => {
  const [row] = ROWS.filter((each) => each.id === event.id);
  if (row) return row.name;
  await put('first-of-filtered');
};

export const ofMapped = async (event) => {
  const name = ROWS.map((each) => each.name)[event.n];
  if (name) return name;
  await put('of-mapped');
};

export const ofValues = async (event) => {
  const value = Object.values(KNOWN)[event.n];
  if (value) return value;
  await put('of-values');
};

export const beyond = async () => {
  const value = [1].slice(0)[4];
  if (value) return value;
  await put('beyond');
};
