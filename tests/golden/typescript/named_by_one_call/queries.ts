export function start(logs: any, group: string) {
  return logs.startQuery({ logGroupName: group, startTime: 0, endTime: 1, queryString: "fields @message" });
}
