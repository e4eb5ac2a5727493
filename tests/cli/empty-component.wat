;; A component that exports nothing.
;; RUN: wasmload run %self
;; EXIT: 107
(component)
