/** What is wrong with a set-up, and how to mend it. Entry point: {@link org.clipspark.job.doctor.Doctor}. */
@NullMarked
package org.clipspark.job.doctor;

import org.jspecify.annotations.NullMarked;
