"""Where merchants let an app into their store: log in, choose the store, allow. Works without JavaScript."""
