/** Which cells a suite has, and what each one's figures follow from. Entry point: {@link org.clipspark.job.suite.plan.SuitePlan}. */
@NullMarked
package org.clipspark.job.suite.plan;

import org.jspecify.annotations.NullMarked;
