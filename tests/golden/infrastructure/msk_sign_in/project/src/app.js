exports.handler = async (event) => {
  for (const records of Object.values(event.records)) {
    console.log(records.length);
  }
};
