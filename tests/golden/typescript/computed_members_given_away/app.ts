import * as settings from "settings-file";

/** The routes are in a file that a library reads: which functions those are, their names alone tell. */
function routes(): { path: string; run: (order: string) => Promise<void> }[] {
  return settings.readSync("routes.yml").routes.map((route: any) => {
    const [name, { path }]: any = Object.entries(route)[0];
    return { path, run: require(`./jobs/${name}`)[name] };
  });
}

export const handler = async (event: { path: string; order: string }) => {
  const found = routes().filter((one) => one.path === event.path);
  await found[0].run(event.order);
};
