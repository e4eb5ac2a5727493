;; A core module, as a plain compiler makes it.
;; RUN: wasmload run %self
;; EXIT: 107
(module (func (export "run")))
