//! Tests of the fitter.
