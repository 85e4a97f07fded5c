"""WebSub: the hub, which takes subscriptions and has them confirmed."""
