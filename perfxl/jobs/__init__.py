"""Jobs (任务): what each command does, from a snapshot to a change set and findings, without knowing a host."""
