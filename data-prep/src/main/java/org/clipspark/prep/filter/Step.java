package org.clipspark.prep.filter;

/** A step that is ready to run. */
sealed interface Step permits RuleStep, SetStep {
    String name();

    /** The status of rows that fail. */
    String status();
}
