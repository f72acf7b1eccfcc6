package main

import (
	"container/heap"
	"context"
	"sort"
)

type names []string

func (n names) Len() int { return len(n) }
func (n names) Less(i, j int) bool {
	find(context.Background(), "less")
	return n[i] < n[j]
}
func (n names) Swap(i, j int) { n[i], n[j] = n[j], n[i] }

type queue []*Repository

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return i < j }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any) {
	find(context.Background(), "pushing")
	*q = append(*q, x.(*Repository))
}
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

func ordered() {
	sort.Sort(sort.Reverse(names{"b", "a"}))
	waiting := &queue{}
	heap.Push(waiting, open("popped"))
	heap.Pop(waiting).(*Repository).Find(context.Background())
}
