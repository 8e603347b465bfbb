/* Include last: from here on, calls that cannot say how much they write, or keep hidden state, do not
 * compile. */
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok atoi atol atof strncpy strncat scanf sscanf    \
    fscanf
