# Answers an enum with the members that the state of a task has.

enum StateEnum { Unknown = 0; Disabled = 1; Queued = 2; Ready = 3; Running = 4 }
[StateEnum]
