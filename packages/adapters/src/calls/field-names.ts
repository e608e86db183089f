/** What a field is called by different vendors. Compared without case, `_`, `-` and blanks; the first that is filled counts. */
export type FieldNames = { readonly [field in Field]?: readonly string[] };

/** Fields of a 接警单: what was told. */
export const reportFields = [
  'number',
  'main',
  'dialled',
  'calledAt',
  'takenAt',
  'takenBy',
  'createdAt',
  'phone',
  'caller',
  'contactPhone',
  'lineUser',
  'lineAddress',
  'address',
  'callAddress',
  'content',
  'addition',
  'class',
  'classCode',
  'policeLevel',
  'fireLevel',
  'trapped',
  'anyTrapped',
  'injured',
  'dead',
  'lon',
  'lat',
  'phoneLon',
  'phoneLat',
  'callerLon',
  'callerLat',
  'division',
  'unit',
  'secret',
  'merged',
  'invalid',
  'peer110',
  'peer119',
  'order12345',
] as const;

/** Fields of a 处警/派警单 and of a 反馈单: who was sent, how far they are, what they found. */
export const taskFields = [
  'dispatch',
  'feedback',
  'assignee',
  'assigneeName',
  'vehicle',
  'issuedAt',
  'signedAt',
  'movingAt',
  'arrivedAt',
  'controlledAt',
  'leftAt',
  'hospitalAt',
  'doneAt',
  'returnedAt',
  'returned',
  'feedbackAt',
  'feedbackText',
  'result',
  'people',
  'vehicles',
  'carried',
  'toHospital',
  'died',
  'rescued',
  'slight',
  'serious',
  'lossCny',
  'foundAt',
  'foundClass',
] as const;

/** Fields that any record may have. */
export const commonFields = ['updatedAt', 'state', 'deleted'] as const;

export type Field = (typeof reportFields)[number] | (typeof taskFields)[number] | (typeof commonFields)[number];

const common: FieldNames = {
  updatedAt: ['GXSJ', 'updateTime', 'lastUpdateTime', '更新时间'],
  state: ['JQCLZTDM', 'alarmState', 'state', '警情处理状态代码', '状态'],
  deleted: ['SCBS', 'isDeleted', '删除标识'],
  caller: ['BJRMC', 'BJRXM', 'alarmPersonName', 'contactMan', '报警人姓名'],
  contactPhone: ['LXDH', 'contactPhone', '联系电话'],
  lon: ['X', 'JD', 'longitude', 'lng', 'lon', '经度'],
  lat: ['Y', 'WD', 'latitude', 'lat', '纬度'],
  division: ['XZQHDM', 'XZQH', 'alarmAreaCode', '行政区划代码'],
  order12345: ['GDBH', 'workOrderNo', '工单编号'],
};

/** 110 and 122: columns of a 接警单 table, and a JSON platform over such a one. */
export const namesOf110: FieldNames = {
  ...common,
  number: ['JJDBH', 'alarmNo', 'alarmId', '接警单编号'],
  main: ['GLZJJDBH', '关联主接警单编号'],
  dialled: ['JJLX', 'alarmType', '接警类型'],
  calledAt: ['BJSJ', 'alarmTime', '报警时间'],
  takenAt: ['JJSJ', '接警时间'],
  takenBy: ['JJDWDM', 'takeAlarmDeptCode', '接警单位代码'],
  createdAt: ['CJSJ', '创建时间'],
  phone: ['BJDH', 'alarmPersonPhone', '报警电话'],
  lineUser: ['BJDHYHM', '报警电话用户名'],
  lineAddress: ['BJDHYHDZ', '报警电话用户地址'],
  address: ['JQDZ', 'AFDZ', 'alarmSituationAddress', '警情地址'],
  callAddress: ['BJDZ', '报警地址'],
  content: ['BJNR', 'alarmComment', '报警内容'],
  addition: ['BCJJNR', '补充接警内容'],
  class: ['JQLXMC', 'JQLBMC', 'alarmSituationType', 'alarmSituationCategory', '警情类型', '警情类别'],
  classCode: ['JQZLDM', 'JQXLDM', 'JQLXDM', 'JQLBDM'],
  policeLevel: ['JQDJDM', 'alarmLevel', '警情等级代码'],
  trapped: ['BKRYQKSM', '被困人员情况说明'],
  injured: ['SSRYQKSM', '受伤人员情况说明'],
  dead: ['SWRYQKSM', '死亡人员情况说明'],
  phoneLon: ['FXDWJD', '反向定位经度'],
  phoneLat: ['FXDWWD', '反向定位纬度'],
  callerLon: ['BJRXZB'],
  callerLat: ['BJRYZB'],
  unit: ['GXDWDM', 'jurisdictionalDeptCode', '管辖单位代码'],
  secret: ['SFBM', '是否保密'],
  merged: ['HBBS', '合并标识'],
  invalid: ['WXBS', '无效标识'],
  peer119: ['ZQBH'],
};

/** 119: elements of a transfer from 110, and what a fire brigade adds. */
export const namesOf119: FieldNames = {
  ...common,
  number: ['ZQBH', '灾情编号', 'JJDBH', '接警单编号'],
  state: ['JQCLZTDM', 'ZT', '状态'],
  dialled: ['JJLX', '接警类型'],
  calledAt: ['HRSJ', '呼入时间', 'BJSJ', '报警时间'],
  phone: ['DHHM', '电话号码', 'BJDH', '报警电话'],
  lineUser: ['YHXM', '用户姓名'],
  lineAddress: ['ZJDZ', '装机地址'],
  address: ['HZDZ', '火灾地址', 'JQDZ', '警情地址', 'DZ'],
  content: ['JYJQ', '简要警情', 'BJNR', '报警内容'],
  class: ['HZLX', '火灾类型', 'AJLX'],
  fireLevel: ['ZHDJ', '灾害等级', 'DJ'],
  trapped: ['BKRYQKSM', '被困人员情况说明'],
  anyTrapped: ['SFRYBK', '是否人员被困'],
  injured: ['SSRYQKSM', '受伤人员情况说明'],
  dead: ['SWRYQKSM', '死亡人员情况说明'],
  main: ['GLZJJDBH', '关联主接警单编号'],
  secret: ['SFBM', '是否保密'],
  merged: ['HBBS', '合并标识'],
  invalid: ['WXBS', '无效标识'],
  peer110: ['JJDBH', '接警单编号'],
};

/** 120: one record that accepts a call and sends vehicles. */
export const namesOf120: FieldNames = {
  ...common,
  number: ['acceptNumber', '受理号'],
  calledAt: ['acceptStartTime', '开始受理时间'],
  takenAt: ['endAcceptTime', '结束受理时间'],
  phone: ['callPhone', '呼救电话'],
  address: ['callAddress', '呼救地址'],
  content: ['preJudgment', '初步判断'],
  addition: ['sickCondition', '病情'],
  class: ['eventType', '事件类型'],
  peer110: ['JJDBH', '接警单编号'],
};

/** 派警单, 处警单 and 反馈单 of all four; the columns of 120 stand beside those of the police. */
export const dispatchNames: FieldNames = {
  dispatch: ['PJDBH', 'CJDBH', 'processId', '派警单编号', '处警单编号'],
  feedback: ['FKDBH', '反馈单编号'],
  assignee: ['CJDWDM', 'disposeDept', 'sendStation', '处警单位代码'],
  assigneeName: ['处警单位'],
  vehicle: ['carIndentiy', 'carIdentity', '车辆标识'],
  issuedAt: ['PJSJ', 'assignTime', 'sendCarTime', '派警时间'],
  signedAt: ['PDQSSJ', 'signTime', 'timeSigned', 'receiveOrderTime', '签收时间'],
  movingAt: ['timePoliceDispatch', 'outCarTime', '出动时间'],
  arrivedAt: ['DDXCSJ', 'XTZDDDSJ', 'timePoliceArrived', 'timeArrived', 'arriveTime', 'arriveSpotTime', '到达现场时间'],
  controlledAt: ['火势控制时间'],
  leftAt: ['leaveSpotTime', '离开现场时间'],
  hospitalAt: ['到达医院时间'],
  doneAt: ['CLWBSJ', 'endTime', 'completeTime', '处理完毕时间'],
  returnedAt: ['TDSJ', '退单时间'],
  returned: ['QXYY', 'cancelReason', '取消原因'],
  feedbackAt: ['FKSJ', 'SCFKSJ', 'feedBackTime', '反馈时间'],
  feedbackText: ['CJQK', 'feedback', 'finalFeedback', '处警情况'],
  result: ['resultType', 'dealResult', 'taskResult', '处理结果代码'],
  people: ['CDRS', 'policeNum', 'forceNum', '出动人数'],
  vehicles: ['CDCCS', 'carNum', '出动车次数'],
  carried: ['takeHumanNumbers'],
  toHospital: ['toHospitalNumbers'],
  died: ['deathNumbers', 'death', '死亡人数'],
  rescued: ['rescued', '救助人数'],
  slight: ['slight', '轻伤人数'],
  serious: ['serious', '重伤人数'],
  lossCny: ['economyLoss', '经济损失'],
  foundAt: ['AJFSSJ', 'actualOccurTime', '实际发生时间'],
  foundClass: ['JQFKXLMC', 'JQFKLXMC', 'JQFKLBMC', '反馈类别'],
};

/** A name as names are compared. */
export const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/g, '');
