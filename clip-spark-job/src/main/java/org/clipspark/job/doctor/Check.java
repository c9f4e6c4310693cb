package org.clipspark.job.doctor;

import java.util.List;

/** Looks at one side of a set-up. */
interface Check {
    /** At least one finding. */
    List<Finding> run(Environment environment);
}
