export const directoryOf = (directory: string) => directory.split(process.cwd())[1].slice(1);
